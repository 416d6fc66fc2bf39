import { keysOf } from '#lib/domain/keys.ts'

export const VERSION_STATUSES = [
  'draft',
  'verifying',
  'verified',
  'rejected',
  'in-review',
  'approved',
  'changes-requested',
  'retired',
] as const
export type VersionStatus = (typeof VERSION_STATUSES)[number]

/**
 * Rejected, changes-requested and retired are final for their version. The way on is the next version, saved over it
 * by a person (lib/domain/revision.ts), which begins as a draft. Back to review leads only the reviewer who decided, by
 * a withdrawal in time (lib/domain/withdrawal.ts).
 */
export const VERSION_NEXT = {
  draft: ['verifying'],
  verifying: ['verified', 'rejected', 'draft'],
  verified: ['in-review', 'verifying'],
  rejected: [],
  'in-review': ['approved', 'changes-requested'],
  approved: ['retired', 'in-review'],
  'changes-requested': ['in-review'],
  retired: [],
} as const satisfies Record<VersionStatus, readonly VersionStatus[]>

export const PACK_STATUSES = ['queued', 'building', 'ready', 'failed', 'withdrawn'] as const
export type PackStatus = (typeof PACK_STATUSES)[number]
export const PACK_NEXT = {
  queued: ['building'],
  building: ['ready', 'failed', 'queued'],
  ready: ['withdrawn'],
  failed: ['queued'],
  withdrawn: [],
} as const satisfies Record<PackStatus, readonly PackStatus[]>

/** How bad it is: worth knowing, wrong, or giving answers away. `defect` and `leak` keep a version out of new packs. */
export const ADVISORY_SEVERITIES = ['notice', 'defect', 'leak'] as const
export type AdvisorySeverity = (typeof ADVISORY_SEVERITIES)[number]

/** How a pack lays its tasks out, as people choose it; each is a file of `lib/packs/layouts`. */
export const LAYOUT_TITLES = {
  'sandmle-task': 'SandMLE task folders',
  'authors-open': "Authors' layout, answers in prepared/private",
} as const
export type PackLayout = keyof typeof LAYOUT_TITLES
export const PACK_LAYOUTS = keysOf(LAYOUT_TITLES)
export const SPLITS = ['train', 'validation'] as const
export type Split = (typeof SPLITS)[number]
