import type { EnvironmentDetail } from '#lib/contracts/environments.ts'
import type { Permission } from '#lib/contracts/paging.ts'
import { type Actor, can, personOf } from '#lib/domain/capabilities.ts'
import {
  type CastReview,
  missingForFull,
  reviewObjection,
  type StoredGate,
} from '#lib/domain/review-policy.ts'
import type { VersionStatus } from '#lib/domain/version.ts'

type Facts = {
  status: string
  contentHash: string
  authorId: string
  editorId: string
  gateResults: readonly StoredGate[]
}

const because = (reason: string | null): Permission =>
  reason === null ? { allowed: true } : { allowed: false, reason }

/** Why this person may not submit the version for review; null when they may. The verb asks the same function. */
export function submitObjection(actor: Actor, version: Facts): string | null {
  if (!can(actor, 'environment.submit')) return 'Owners and researchers submit environments for review.'
  if (version.status !== 'verified')
    return `Only verified versions are submitted; this one is ${version.status}.`
  const missing = missingForFull(version.gateResults)
  return missing.length === 0
    ? null
    : `A full certificate is needed; these gates did not pass: ${missing.join(', ')}.`
}

/** Why this person may not have the version verified again; null when they may. The verb asks the same function. */
export function verifyObjection(actor: Actor, version: Pick<Facts, 'status'>): string | null {
  if (!can(actor, 'environment.verify')) return 'Owners and researchers have environments verified.'
  return version.status === 'verifying' ? 'This version is being verified.' : null
}

/** Why this person may not review the version now; null when they may. */
export function reviewerObjection(actor: Actor, version: Facts, cast: readonly CastReview[]): string | null {
  if (!can(actor, 'review.submit')) return 'Owners and reviewers review environments.'
  return reviewObjection({ ...version, status: version.status as VersionStatus }, personOf(actor), cast)
}

export function permissionsOf(
  actor: Actor,
  version: Facts,
  cast: readonly CastReview[],
): EnvironmentDetail['can'] {
  return {
    verify: because(verifyObjection(actor, version)),
    submitForReview: because(submitObjection(actor, version)),
    review: because(reviewerObjection(actor, version, cast)),
    score: because(can(actor, 'environment.score') ? null : 'This token may not score.'),
    viewJudge: because(
      can(actor, 'environment.read-judge') ? null : 'Viewers and agents see the agent view.',
    ),
  }
}
