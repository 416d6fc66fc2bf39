import { type Actor, CAPABILITIES, type Capability, can, roleMay } from '#lib/domain/capabilities.ts'

/** What a capability lets people do, as it ends the sentence "Only owners can ...". */
const DEEDS: Readonly<Record<Capability, string>> = {
  'people.list': 'see the people of this studio',
  'people.invite': 'invite people',
  'people.change-role': 'change roles and take access away',
  'token.create': 'create tokens',
  'token.revoke': 'revoke tokens',
  'seed.read': 'read seeds',
  'seed.import': 'import seeds',
  'seed.edit': 'edit seeds',
  'run.read': 'read runs',
  'run.start': 'start, branch and resume runs',
  'run.cancel': 'cancel runs',
  'run.retry': 'retry runs',
  'connection.read': 'see the connections to models',
  'connection.manage': 'add and change connections',
  'environment.read': 'read environments',
  'environment.read-judge': 'see what the judge sees',
  'environment.score': 'have submissions scored',
  'environment.verify': 'have environments verified',
  'environment.submit': 'submit environments for review',
  'environment.revise': 'edit environments',
  'environment.retire': 'retire environments',
  'review.read': 'see the review queue',
  'review.submit': 'review environments',
  'model-review.request': 'ask a model for a review',
  'finding.judge': 'judge findings',
  'pack.read': 'see packs',
  'pack.request': 'build packs',
  'pack.withdraw': 'withdraw packs',
  'pack.download': 'download packs, which hold the answers',
  'advisory.read': 'read advisories',
  'advisory.issue': 'issue advisories',
  'training.read': 'read training runs',
  'training.log': 'log and edit training runs',
  'training.import': 'import training logs',
  'training.smoke': 'start and cancel smoke tests',
  'rollout.read': 'read rollouts',
  'rollout.read-evidence': 'read programs and conversations',
  'results.read': 'read results',
  'results.import': 'describe systems and import reports',
  'results.adjudicate': 'decide what a result counts as',
  'view.save': 'save views',
  'overview.read': 'see the overview',
  'audit.read': 'read the audit trail',
}

const WORDS = new Intl.ListFormat('en-GB', { type: 'conjunction' })

/** Who holds a capability by role, inside of a sentence: `owners, researchers and reviewers`. */
export const whoMay = (capability: Capability): string =>
  WORDS.format(CAPABILITIES[capability].map((role) => `${role}s`))

/** Why an actor may not do what a capability allows, in a sentence for people; null where they may. */
export function whyNot(actor: Actor, capability: Capability): string | null {
  if (actor.kind === 'system' || can(actor, capability)) return null
  const deed = DEEDS[capability]
  return roleMay(actor.role, capability) && actor.kind === 'token'
    ? `A token of the scope ${actor.scope} cannot ${deed}.`
    : `Only ${whoMay(capability)} can ${deed}.`
}
