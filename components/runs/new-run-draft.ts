import { type AssignmentDraft, assignmentDraft, type RoleAssignment } from '#components/models/assignment.ts'
import { type ReviewerDraft, reviewerDraft } from '#components/models/read-reviewer.ts'
import { typedUsd } from '#components/models/usd.ts'
import { type CandidateCount, countInput } from '#components/runs/candidate-count.ts'
import type { RunDetail, StartRunInput } from '#lib/contracts/runs.ts'
import type { RunControls } from '#lib/domain/controls.ts'
import { LIKENESSES, type Likeness } from '#lib/domain/likeness.ts'
import type { RunReviewer } from '#lib/domain/player.ts'
import { type CertificateKind, ROLES, type Role } from '#lib/domain/vocabulary.ts'

/** How the form of a new run opens. */
export type NewRunDraft = {
  seedIds: readonly string[]
  count: CandidateCount
  certificate: CertificateKind
  likeness: Likeness
  controls: RunControls
  holdAfter: Role | null
  runSeed: string
  assignment: AssignmentDraft
  reviewer: ReviewerDraft
}

/** A first run is worth looking at from here on; with more seeds, each gets its candidate. */
const LEAST = 8

export const freshDraft = (seedIds: readonly string[]): NewRunDraft => ({
  seedIds,
  count: { by: 'run', value: Math.max(LEAST, seedIds.length) },
  certificate: 'full',
  likeness: 'varied',
  controls: {},
  holdAfter: null,
  runSeed: '',
  assignment: assignmentDraft(),
  reviewer: reviewerDraft(null),
})

/** The same run again, with the same run seed, so that questions which were answered before are not paid for twice. */
export const draftOf = ({ request, candidates }: RunDetail): NewRunDraft => ({
  seedIds: request.seedIds,
  count: { by: 'run', value: candidates },
  certificate: request.certificate,
  likeness: request.likeness,
  controls: request.controls,
  holdAfter: request.holdAfter,
  runSeed: String(request.runSeed),
  assignment: assignmentDraft(
    request.players,
    request.capMicroUsd === null ? '' : typedUsd(request.capMicroUsd),
  ),
  reviewer: reviewerDraft(request.reviewer),
})

type Chosen = {
  key: string
  seeds: readonly string[]
  count: CandidateCount
  controls: RunControls
  assignment: RoleAssignment
  reviewer: RunReviewer | null
}

/** The form as the request that it stands for. */
export function startInput(
  data: FormData,
  { key, seeds, count, controls, assignment, reviewer }: Chosen,
): StartRunInput {
  const name = String(data.get('name') ?? '').trim()
  const runSeed = String(data.get('runSeed') ?? '').trim()
  const models =
    assignment.kind === 'ok' && assignment.models.length > 0 && assignment.cap.kind === 'amount'
      ? { players: assignment.players, capMicroUsd: assignment.cap.micro }
      : {}
  return {
    ...(name === '' ? {} : { name }),
    ...(runSeed === '' ? {} : { runSeed: Number(runSeed) }),
    ...models,
    reviewer,
    seeds: [...seeds],
    ...countInput(count),
    controls,
    certificate: data.get('certificate') === 'quick' ? 'quick' : 'full',
    submitForReview: data.get('submitForReview') === 'on',
    likeness: LIKENESSES.find((one) => one === data.get('likeness')) ?? 'varied',
    holdAfter: ROLES.find((role) => role === data.get('holdAfter')) ?? null,
    idempotencyKey: key,
  }
}
