import type { EnvironmentDetail } from '#lib/contracts/environments.ts'
import type { Permission } from '#lib/contracts/paging.ts'
import { type Actor, can, personOf } from '#lib/domain/capabilities.ts'
import {
  type CastReview,
  missingForFull,
  reviewObjection,
  type StoredGate,
} from '#lib/domain/review-policy.ts'
import { type RevisedVersion, revisionObjection } from '#lib/domain/revision.ts'
import type { VersionStatus } from '#lib/domain/version.ts'
import { passedKind } from '#lib/services/environments/certificate-view.ts'

type Facts = {
  status: VersionStatus
  contentHash: string
  authorId: string
  editorId: string
  gateResults: readonly StoredGate[]
}

const because = (reason: string | null): Permission =>
  reason === null ? { allowed: true } : { allowed: false, reason }

/** What has no way on but a next version. */
const isClosed = (status: VersionStatus): boolean => status === 'changes-requested' || status === 'rejected'

/** Why this person may not submit the version for review; null when they may. The verb asks the same function. */
export function submitObjection(actor: Actor, version: Facts): string | null {
  if (!can(actor, 'environment.submit')) return 'Owners and researchers submit environments for review.'
  if (version.status !== 'verified')
    return `Only verified versions are submitted; this one is ${version.status}.${isClosed(version.status) ? ' Edit it: the next version is verified, then submitted.' : ''}`
  const missing = missingForFull(version.gateResults)
  if (missing.length === 0) return null
  return passedKind(version.gateResults) === 'quick'
    ? 'It has the quick certificate, and review needs the full one: have it verified with that first.'
    : `A full certificate is needed; these gates did not pass: ${missing.join(', ')}.`
}

/** Why this person may not save the next version over this one; null when they may. The verb asks the same function. */
export function reviseObjection(actor: Actor, version: RevisedVersion): string | null {
  if (!can(actor, 'environment.revise')) return 'Owners and researchers edit environments.'
  return revisionObjection(version)
}

/** Why this person may not have the version verified again; null when they may. The verb asks the same function. */
export function verifyObjection(actor: Actor, version: Pick<Facts, 'status'>): string | null {
  if (!can(actor, 'environment.verify')) return 'Owners and researchers have environments verified.'
  return version.status === 'verifying' ? 'This version is being verified.' : null
}

/** Why this person may not review the version now; null when they may. */
export function reviewerObjection(actor: Actor, version: Facts, cast: readonly CastReview[]): string | null {
  if (!can(actor, 'review.submit')) return 'Owners and reviewers review environments.'
  return reviewObjection({ ...version, status: version.status }, personOf(actor), cast)
}

export function permissionsOf(
  actor: Actor,
  version: Facts & RevisedVersion,
  cast: readonly CastReview[],
): EnvironmentDetail['can'] {
  return {
    verify: because(verifyObjection(actor, version)),
    submitForReview: because(submitObjection(actor, version)),
    revise: because(reviseObjection(actor, version)),
    review: because(reviewerObjection(actor, version, cast)),
    score: because(can(actor, 'environment.score') ? null : 'This token may not score.'),
    viewJudge: because(
      can(actor, 'environment.read-judge') ? null : 'Viewers and agents see the agent view.',
    ),
  }
}
