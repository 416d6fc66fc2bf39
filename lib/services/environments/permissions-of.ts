import type { EnvironmentDetail } from '#lib/contracts/environments.ts'
import { unless } from '#lib/contracts/paging.ts'
import { type Actor, personOf } from '#lib/domain/capabilities.ts'
import {
  type CastReview,
  missingForFull,
  reviewObjection,
  type StoredGate,
} from '#lib/domain/review-policy.ts'
import { type RevisedVersion, revisionObjection } from '#lib/domain/revision.ts'
import type { VersionStatus } from '#lib/domain/version.ts'
import { whyNot } from '#lib/domain/why-not.ts'
import { passedKind } from '#lib/services/environments/certificate-view.ts'

type Facts = {
  status: VersionStatus
  contentHash: string
  authorId: string
  editorId: string
  gateResults: readonly StoredGate[]
}

/** What has no way on but a next version. */
const isClosed = (status: VersionStatus): boolean => status === 'changes-requested' || status === 'rejected'

/** Why this person may not submit the version for review; null when they may. The verb asks the same function. */
export function submitObjection(actor: Actor, version: Facts): string | null {
  const barred = whyNot(actor, 'environment.submit')
  if (barred !== null) return barred
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
  return whyNot(actor, 'environment.revise') ?? revisionObjection(version)
}

/** Why this person may not have the version verified again; null when they may. The verb asks the same function. */
export function verifyObjection(actor: Actor, version: Pick<Facts, 'status'>): string | null {
  const busy = version.status === 'verifying' ? 'This version is being verified.' : null
  return whyNot(actor, 'environment.verify') ?? busy
}

/** Why this person may not review the version now; null when they may. */
export function reviewerObjection(actor: Actor, version: Facts, cast: readonly CastReview[]): string | null {
  return whyNot(actor, 'review.submit') ?? reviewObjection(version, personOf(actor), cast)
}

export function permissionsOf(
  actor: Actor,
  version: Facts & RevisedVersion,
  cast: readonly CastReview[],
): EnvironmentDetail['can'] {
  return {
    verify: unless(verifyObjection(actor, version)),
    submitForReview: unless(submitObjection(actor, version)),
    revise: unless(reviseObjection(actor, version)),
    review: unless(reviewerObjection(actor, version, cast)),
    score: unless(whyNot(actor, 'environment.score')),
    viewJudge: unless(whyNot(actor, 'environment.read-judge')),
  }
}
