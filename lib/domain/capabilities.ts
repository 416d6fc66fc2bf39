import { TOKEN_SCOPES, type TokenScope, type UserRole } from '#lib/domain/vocabulary.ts'

/** Every verb of the product with the roles that may use it. Shared by verbs, pages and tests. */
export const CAPABILITIES = {
  'people.list': ['owner', 'researcher', 'reviewer', 'viewer'],
  'people.invite': ['owner'],
  'people.change-role': ['owner'],
  'token.create': ['owner', 'researcher', 'reviewer', 'viewer'],
  'token.revoke': ['owner', 'researcher', 'reviewer', 'viewer'],
  'seed.read': ['owner', 'researcher', 'reviewer', 'viewer'],
  'seed.import': ['owner', 'researcher'],
  'seed.edit': ['owner', 'researcher'],
  'run.read': ['owner', 'researcher', 'reviewer', 'viewer'],
  'run.start': ['owner', 'researcher'],
  'run.cancel': ['owner', 'researcher'],
  'run.retry': ['owner', 'researcher'],
  'connection.read': ['owner', 'researcher'],
  'connection.manage': ['owner'],
  'environment.read': ['owner', 'researcher', 'reviewer', 'viewer'],
  'environment.read-judge': ['owner', 'researcher', 'reviewer'],
  'environment.score': ['owner', 'researcher', 'reviewer', 'viewer'],
  'environment.verify': ['owner', 'researcher'],
  'environment.submit': ['owner', 'researcher'],
  'environment.revise': ['owner', 'researcher'],
  'environment.retire': ['owner', 'researcher'],
  'review.read': ['owner', 'researcher', 'reviewer'],
  'review.submit': ['owner', 'reviewer'],
  'model-review.request': ['owner', 'researcher'],
  'finding.judge': ['owner', 'reviewer'],
  'pack.read': ['owner', 'researcher', 'reviewer', 'viewer'],
  'pack.request': ['owner', 'researcher'],
  'pack.withdraw': ['owner', 'researcher'],
  'pack.download': ['owner', 'researcher', 'reviewer'],
  'advisory.read': ['owner', 'researcher', 'reviewer', 'viewer'],
  'advisory.issue': ['owner', 'researcher', 'reviewer'],
  'training.read': ['owner', 'researcher', 'reviewer', 'viewer'],
  'training.log': ['owner', 'researcher'],
  'training.import': ['owner', 'researcher'],
  'training.smoke': ['owner', 'researcher'],
  'rollout.read': ['owner', 'researcher', 'reviewer', 'viewer'],
  /** Programs, outputs and trajectories: they may show what a judge sees. */
  'rollout.read-evidence': ['owner', 'researcher', 'reviewer'],
  'results.read': ['owner', 'researcher', 'reviewer', 'viewer'],
  'results.import': ['owner', 'researcher'],
  'results.adjudicate': ['owner', 'researcher', 'reviewer'],
  'view.save': ['owner', 'researcher', 'reviewer', 'viewer'],
  'overview.read': ['owner', 'researcher', 'reviewer', 'viewer'],
  'audit.read': ['owner', 'researcher', 'reviewer'],
} as const satisfies Record<string, readonly UserRole[]>
export type Capability = keyof typeof CAPABILITIES

const ALL = Object.keys(CAPABILITIES) as Capability[]
export const roleMay = (role: UserRole, capability: Capability): boolean =>
  (CAPABILITIES[capability] as readonly UserRole[]).includes(role)
const ofRole = (role: UserRole): Capability[] => ALL.filter((capability) => roleMay(role, capability))

/** What a token adds up to at most; its person's role still applies, also after it has changed. */
export const TOKEN_CAPABILITIES = {
  owner: ofRole('owner'),
  researcher: ofRole('researcher'),
  reviewer: ofRole('reviewer'),
  viewer: ofRole('viewer'),
  trainer: [
    'environment.read',
    'environment.score',
    'pack.read',
    'pack.download',
    'run.read',
    'overview.read',
    'training.read',
    'training.log',
    'rollout.read',
    'results.read',
    'results.import',
  ],
  agent: ['environment.read', 'environment.score'],
} as const satisfies Record<TokenScope, readonly Capability[]>

/** Who acts. A token acts for its person; `system` is the product itself and holds every right. */
export type Actor =
  | { kind: 'user'; userId: string; name: string; role: UserRole }
  | { kind: 'token'; tokenId: string; userId: string; name: string; role: UserRole; scope: TokenScope }
  | { kind: 'system' }

/** Author id of the product itself. */
export const SYSTEM_ID = 'system'

/** The person behind an actor, as it is stored with rows; `system` for the product itself. */
export const personOf = (actor: Actor): string => (actor.kind === 'system' ? SYSTEM_ID : actor.userId)

/** Id for the audit trail: the token itself where one was used. */
export const auditIdOf = (actor: Actor): string => (actor.kind === 'token' ? actor.tokenId : personOf(actor))

/** True when the actor's role and, for a token, its scope both hold the capability. */
export function can(actor: Actor, capability: Capability): boolean {
  if (actor.kind === 'system') return true
  const byRole = roleMay(actor.role, capability)
  if (actor.kind === 'user') return byRole
  return byRole && (TOKEN_CAPABILITIES[actor.scope] as readonly Capability[]).includes(capability)
}

export const capabilitiesOf = (actor: Actor): Capability[] =>
  ALL.filter((capability) => can(actor, capability))

/** Scopes of tokens that an actor may make: those that hold nothing which the actor itself may not do. */
export const grantableScopes = (actor: Actor): TokenScope[] =>
  TOKEN_SCOPES.filter((scope) => TOKEN_CAPABILITIES[scope].every((capability) => can(actor, capability)))
