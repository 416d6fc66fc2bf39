/** What the log of a training run says of an environment. `too-few`: too little was logged to say anything. */
export const ENVIRONMENT_VERDICTS = ['broken', 'too-hard', 'too-easy', 'healthy', 'too-few'] as const
export type EnvironmentVerdict = (typeof ENVIRONMENT_VERDICTS)[number]

/** What to do: nothing, log more, make it harder or easier by a new version, or take it out of use. */
export const PROPOSALS = ['keep', 'log-more', 'raise-difficulty', 'lower-difficulty', 'retire'] as const
export type Proposal = (typeof PROPOSALS)[number]
