import { createHmac } from 'node:crypto'
import { Dna } from '#lib/domain/artefacts/dna.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import { stored } from '#lib/domain/parse.ts'
import { CANDIDATES_PER_WORKER, RunRequest } from '#lib/domain/run.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { type Duplicate, type Order, produceTask } from '#lib/pipeline/produce-task.ts'
import { promptsOf } from '#lib/pipeline/prompts.ts'
import { CANDIDATE, type Claim } from '#workers/candidate/candidate-lease.ts'
import { type Ending, endCandidate } from '#workers/candidate/end-candidate.ts'
import { findCounterpart, versionBefore } from '#workers/candidate/find-counterpart.ts'
import { findNearDuplicate, findSameSpec } from '#workers/candidate/find-duplicate.ts'
import { freezeVersion } from '#workers/candidate/freeze-version.ts'
import { databaseSteps } from '#workers/candidate/step-runner.ts'
import { tellSteered } from '#workers/candidate/tell-steered.ts'
import { verifyVersion } from '#workers/candidate/verify-version.ts'
import type { Deps } from '#workers/deps.ts'
import { untilWritten } from '#workers/leases/let-go.ts'
import { loseRow } from '#workers/leases/lose-row.ts'
import { underLease } from '#workers/leases/under-lease.ts'
import { candidateBudget } from '#workers/models/budget-owner.ts'
import { openRoleModel } from '#workers/models/role-model.ts'
import { CELLS, type Served } from '#workers/served.ts'

/** 128 bits that key a task's data: the same for the same run seed, seed and place, and worthless without the key. */
function secretOf(deps: Deps, runSeed: number, ordinal: number, seedHash: string): string {
  return createHmac('sha256', deps.engineKey)
    .update(`${runSeed}/${ordinal}/${seedHash}`)
    .digest('hex')
    .slice(0, 32)
}

async function end(deps: Deps, claim: Claim, ending: Ending): Promise<void> {
  await untilWritten(deps, () => deps.db.$transaction((tx) => endCandidate(tx, claim, ending)))
}

async function loadOrder(deps: Deps, claim: Claim) {
  const run = await deps.db.run.findUniqueOrThrow({
    where: { id: claim.runId },
    select: { request: true, createdBy: true, parentId: true },
  })
  const seed = await deps.db.seed.findUniqueOrThrow({
    where: { id: claim.seedId },
    select: { dna: true, contentHash: true, description: true },
  })
  const request = stored(RunRequest, run.request, `request of run ${claim.runId}`)
  const dna = stored(Dna, seed.dna, `dna of seed ${claim.seedId}`)
  const { runSeed } = request
  const secret = secretOf(deps, runSeed, claim.ordinal, seed.contentHash)
  const order: Order = {
    dna,
    seedText: seed.description,
    runSeed,
    ordinal: claim.ordinal,
    likeness: request.likeness,
    controls: request.controls,
    secret,
    catalogue: deps.catalogue,
    domains: DOMAINS,
  }
  return {
    order,
    request,
    author: run.createdBy,
    seedHash: seed.contentHash,
    counterpart: await findCounterpart(deps.db, run.parentId, claim.ordinal),
  }
}

const duplicateOf = ({ environmentId, reason }: Duplicate): Ending => ({
  to: 'duplicate',
  duplicateOf: environmentId,
  reason,
})

/** Every candidate has an even share of the reviewer's cap, so that together they stay below it. */
function reviewerOf({ reviewer, candidates }: RunRequest, requestedBy: string) {
  if (reviewer === null) return null
  const { player, capMicroUsd } = reviewer
  return { player, capMicroUsd: Math.max(1, Math.floor(capMicroUsd / candidates)), requestedBy }
}

/** Everything between a claim and an end; throws where it has to let go. */
async function work(deps: Deps, claim: Claim, signal: AbortSignal): Promise<void> {
  const { order, request, author, seedHash, counterpart } = await loadOrder(deps, claim)
  let { versionId } = claim
  if (versionId === null) {
    const steps = databaseSteps(deps, claim, signal, {
      holdAfter: request.holdAfter,
      reuseFrom: counterpart?.candidateId ?? null,
    })
    const findDuplicate = async (spec: Spec, specSha256: string) => {
      const except = versionBefore(counterpart, specSha256)?.environmentId ?? null
      const same = await findSameSpec(deps.db, specSha256, deps.catalogue.engineVersion, except)
      return same ?? findNearDuplicate(deps.db, spec, except)
    }
    const { sandbox, blobs } = deps
    const prompts = promptsOf(deps.prompts, request.prompts)
    const asker = { runSeed: request.runSeed, ordinal: claim.ordinal }
    const models = openRoleModel(deps, candidateBudget(claim), signal, asker)
    const assignment = { players: request.players, models, prompts }
    const product = await produceTask({ sandbox, blobs, signal, steps, assignment, findDuplicate }, order)
    if (product.kind === 'rejected')
      return end(deps, claim, { to: 'rejected', reasonCode: product.reason, reason: product.message })
    if (product.kind === 'duplicate') return end(deps, claim, duplicateOf(product.duplicate))
    signal.throwIfAborted()
    if (claim.releasedRepair !== null) await tellSteered(deps, claim)
    const { dna, likeness } = order
    const origin = { dna, likeness, seedHash, author, assignment, counterpart }
    const frozen = await freezeVersion(deps, claim, product, origin)
    if (frozen.kind === 'duplicate') return end(deps, claim, duplicateOf(frozen.duplicate))
    versionId = frozen.versionId
  }
  const verified = await verifyVersion(
    deps,
    claim,
    {
      versionId,
      kind: request.certificate,
      submitForReview: request.submitForReview,
      reviewer: reviewerOf(request, author),
    },
    signal,
  )
  if (verified.kind === 'judge-error') {
    const loss = { kind: 'fault', code: 'judge-error', message: verified.message } as const
    await untilWritten(deps, () => deps.db.$transaction((tx) => loseRow(deps, tx, CANDIDATE, claim, loss)))
  }
}

/** Handler of `candidate.advance`. */
export const advanceCandidate = (deps: Deps, id: string): Promise<void> =>
  underLease(deps, CANDIDATE, id, (claim, signal) => work(deps, claim, signal))

export const candidateAdvance = {
  queue: 'candidate.advance',
  concurrency: CANDIDATES_PER_WORKER,
  needs: CELLS,
  lease: CANDIDATE,
  handle: advanceCandidate,
} as const satisfies Served
