/** Closed words of training runs, their rollouts and the files that they come from (design section 2). */

/** How a training run came here: an MLflow client, a file of a trainer, or the smoke trainer. */
export const TRAINING_SOURCES = ['mlflow', 'import', 'smoke'] as const
export type TrainingSource = (typeof TRAINING_SOURCES)[number]

/** MLflow's run states (formats: RunInfo.status), in lower case. */
export const TRAINING_STATUSES = ['running', 'scheduled', 'finished', 'failed', 'killed'] as const
export type TrainingStatus = (typeof TRAINING_STATUSES)[number]

/** How the upload of a logged model stands. */
export const MODEL_STATUSES = ['pending', 'ready', 'failed'] as const
export type ModelStatus = (typeof MODEL_STATUSES)[number]

/**
 * What happened to one rollout. `invalid`: the evaluator refused the submission; `failed`: the program ended without
 * one; `infra` is the machine's fault and counts in no rate.
 */
export const ROLLOUT_OUTCOMES = ['scored', 'invalid', 'failed', 'timeout', 'infra'] as const
export type RolloutOutcome = (typeof ROLLOUT_OUTCOMES)[number]

/** What a rollout's environment is to the learner: trained on, a sibling of such a one, or never seen. */
export const ROLLOUT_SPLITS = ['train', 'validation', 'sibling', 'held-out'] as const
export type RolloutSplit = (typeof ROLLOUT_SPLITS)[number]

/** How the smoke trainer names the sibling of an environment: the same spec under another secret. */
const SIBLING_ENDING = '.sibling'
export const siblingName = (slug: string): string => `${slug}${SIBLING_ENDING}`
/** The environment whose sibling has this name; null for any other name. */
export const siblingBase = (name: string): string | null =>
  name.endsWith(SIBLING_ENDING) ? name.slice(0, -SIBLING_ENDING.length) : null

/** Reward tables: the paper's milestones, the released code's exclusive tiers, and the sparse ablation. */
export const REWARD_TABLES = ['paper', 'released', 'sparse'] as const
export type RewardTable = (typeof REWARD_TABLES)[number]

/** Parts that a reward is the sum of. */
export const REWARD_PARTS = ['format', 'execute', 'median', 'bronze', 'silver', 'gold'] as const
export type RewardPart = (typeof REWARD_PARTS)[number]

export const SMOKE_REWARDS = ['dense', 'sparse'] as const
export type SmokeReward = (typeof SMOKE_REWARDS)[number]
/** `shuffled`: the learner trains on shuffled labels, so that what is learnt beyond validity is luck. */
export const SMOKE_CONTROLS = ['none', 'shuffled'] as const
export type SmokeControl = (typeof SMOKE_CONTROLS)[number]

export const SMOKE_STATUSES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const
export type SmokeStatus = (typeof SMOKE_STATUSES)[number]
export const SMOKE_NEXT = {
  queued: ['running', 'cancelled'],
  running: ['succeeded', 'failed', 'cancelled', 'queued'],
  succeeded: [],
  failed: [],
  cancelled: [],
} as const satisfies Record<SmokeStatus, readonly SmokeStatus[]>

/** An uploaded file of a trainer or a benchmark, read by a worker. */
export const IMPORT_STATUSES = ['queued', 'reading', 'read', 'failed'] as const
export type ImportStatus = (typeof IMPORT_STATUSES)[number]
export const IMPORT_TARGETS = ['training', 'results'] as const
export type ImportTarget = (typeof IMPORT_TARGETS)[number]

/** Pages whose views can be saved under a short name. */
export const SAVED_VIEW_PAGES = ['training', 'results', 'environments'] as const
export type SavedViewPage = (typeof SAVED_VIEW_PAGES)[number]

/** Quantities that trainers name differently and that may stand on one chart; `lib/training/metric-names.ts`. */
export const QUANTITIES = ['reward_mean', 'eval_reward', 'entropy', 'response_length', 'clip_ratio'] as const
export type Quantity = (typeof QUANTITIES)[number]
