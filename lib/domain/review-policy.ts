import { CURRENT_GATE_SET, type GateId, type GateVerdict, gatesOf } from '#lib/domain/gates.ts'
import type { VersionStatus } from '#lib/domain/version.ts'
import type { CertificateKind } from '#lib/domain/vocabulary.ts'

export const REVIEW_VERDICTS = ['approve', 'request-changes'] as const
export type ReviewVerdict = (typeof REVIEW_VERDICTS)[number]

/** What a reviewer looks at; one mark each. */
export const REVIEW_CRITERIA = ['statement', 'data', 'evaluator', 'difficulty', 'leaks', 'realism'] as const
export type ReviewCriterionId = (typeof REVIEW_CRITERIA)[number]
export const REVIEW_MARKS = ['good', 'minor', 'bad', 'not-checked'] as const
export type ReviewMark = (typeof REVIEW_MARKS)[number]

/** How many independent approvals put a version into the catalogue. */
export type ReviewPolicy = { approvals: number }
export const DEFAULT_REVIEW_POLICY: ReviewPolicy = { approvals: 1 }

export type ReviewedVersion = {
  status: VersionStatus
  contentHash: string
  authorId: string
  editorId: string
}
export type CastReview = { reviewerId: string; verdict: ReviewVerdict; contentHash: string }

/** Nobody judges their own work, whatever their role: neither the author nor the last editor. Null for anybody else. */
export function ownWorkObjection(
  { authorId, editorId }: Pick<ReviewedVersion, 'authorId' | 'editorId'>,
  reviewerId: string,
): string | null {
  if (authorId === reviewerId) return 'You are the author of this version; somebody else must review it.'
  if (editorId === reviewerId) return 'You edited this version last; somebody else must review it.'
  return null
}

/**
 * May this person review this version now? Null, or the reason why not. The author is who started the run
 * or saved the first version.
 */
export function reviewObjection(
  version: ReviewedVersion,
  reviewerId: string,
  cast: readonly CastReview[],
): string | null {
  if (version.status !== 'in-review') return `This version is ${version.status}, not in review.`
  const own = ownWorkObjection(version, reviewerId)
  if (own !== null) return own
  if (cast.some((review) => review.reviewerId === reviewerId))
    return 'Your review of this version is in already.'
  return null
}

/** An approval says something about every criterion; what was not looked at is not approved. Open ones, in order. */
export function unmarkedOf(
  marks: readonly { criterion: ReviewCriterionId; mark: ReviewMark }[],
): ReviewCriterionId[] {
  const marked = new Set(marks.filter(({ mark }) => mark !== 'not-checked').map(({ criterion }) => criterion))
  return REVIEW_CRITERIA.filter((criterion) => !marked.has(criterion))
}

/** Why an approval with these marks is refused, or null: said by the form and by the server alike. */
export function approvalObjection(marks: Parameters<typeof unmarkedOf>[0]): string | null {
  const open = unmarkedOf(marks)
  if (open.length === 0) return null
  return `Mark every criterion before you approve. Still open: ${open.join(', ')}.`
}

export type ReviewDecision =
  | { kind: 'open'; approvals: number; needed: number }
  | { kind: 'approved'; approvals: number; needed: number; reviewers: string[] }
  | { kind: 'changes-requested'; approvals: number; needed: number }

/** What the cast reviews decide together. Only reviews of the very same content count; one request for changes ends it. */
export function decideReview(
  version: ReviewedVersion,
  cast: readonly CastReview[],
  policy: ReviewPolicy = DEFAULT_REVIEW_POLICY,
): ReviewDecision {
  const counted = cast.filter(
    (review) =>
      review.contentHash === version.contentHash &&
      review.reviewerId !== version.authorId &&
      review.reviewerId !== version.editorId,
  )
  const reviewers = [
    ...new Set(counted.filter((one) => one.verdict === 'approve').map((one) => one.reviewerId)),
  ].sort()
  const numbers = { approvals: reviewers.length, needed: policy.approvals }
  if (counted.some((review) => review.verdict === 'request-changes'))
    return { kind: 'changes-requested', ...numbers }
  if (reviewers.length >= policy.approvals) return { kind: 'approved', ...numbers, reviewers }
  return { kind: 'open', ...numbers }
}

export type StoredGate = { gateSet: number; gate: GateId; kind: CertificateKind; verdict: GateVerdict }

/** Gates of the full certificate that did not pass under the current set; empty means that it is complete. */
export function missingForFull(results: readonly StoredGate[], gateSet: number = CURRENT_GATE_SET): string[] {
  const passed: GateVerdict = 'passed'
  const ok = new Set(
    results
      .filter((row) => row.gateSet === gateSet && row.kind === 'full' && row.verdict === passed)
      .map((row) => row.gate),
  )
  return gatesOf('full', gateSet).filter((gate) => !ok.has(gate))
}
