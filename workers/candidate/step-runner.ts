import type { Tx } from '#lib/db/client.ts'
import { stored } from '#lib/domain/parse.ts'
import { playerName } from '#lib/domain/player.ts'
import type { CandidatePhase } from '#lib/domain/run.ts'
import { ROLE_TITLES, ROLES, type Role } from '#lib/domain/vocabulary.ts'
import { canonicalJson, decodeText, hashOf } from '#lib/pipeline/canonical.ts'
import type { StepRunner } from '#lib/pipeline/produce-task.ts'
import { databaseNow } from '#lib/services/context.ts'
import { namesOf } from '#lib/services/people/names-of.ts'
import type { Claim } from '#workers/candidate/candidate-lease.ts'
import { appendEvent } from '#workers/candidate/events.ts'
import { holdCandidate } from '#workers/candidate/hold-candidate.ts'
import { reuseStep } from '#workers/candidate/reuse-step.ts'
import type { Deps } from '#workers/deps.ts'
import { LeaseLost } from '#workers/leases/lease-lost.ts'

/** Marks what a candidate works on, fenced by its attempt. */
export async function setPhase(
  deps: Deps,
  claim: Claim,
  phase: CandidatePhase,
  repairs?: number,
): Promise<void> {
  const { count } = await deps.db.candidate.updateMany({
    where: { id: claim.id, attempt: claim.attempt, status: 'running' },
    data: { phase, ...(repairs === undefined ? {} : { repairs }) },
  })
  if (count === 0) throw new LeaseLost('fenced')
}

/** What a refused attempt says, from a step's output; null for one that went well. */
function refusalOf(output: unknown): string | null {
  if (typeof output !== 'object' || output === null || !('kind' in output) || output.kind !== 'refused')
    return null
  return 'reason' in output && 'message' in output ? `${output.reason}: ${output.message}` : 'refused'
}

/** What the models of a step used, all answers and failures of its attempt together. */
async function spentOn(tx: Tx, key: { candidateId: string; role: Role; repair: number }) {
  const { _sum: sum } = await tx.exchange.aggregate({
    where: { ...key, copiedFrom: null },
    _sum: { inputTokens: true, outputTokens: true, costMicroUsd: true },
  })
  return {
    tokens: (sum.inputTokens ?? 0) + (sum.outputTokens ?? 0),
    costMicroUsd: sum.costMicroUsd ?? 0n,
  }
}

/** A person's edit whose inputs changed, as under another engine, is kept, and whoever edited it is asked again. */
async function askAgain(
  deps: Deps,
  claim: Claim,
  { role, repair, inputHash }: { role: Role; repair: number; inputHash: string },
): Promise<never> {
  await setPhase(deps, claim, role)
  await deps.db.step.update({
    where: { candidateId_role_repair: { candidateId: claim.id, role, repair } },
    data: { inputHash },
  })
  await appendEvent(deps.db, claim, {
    type: 'step.edit-kept',
    level: 'warn',
    message: `${ROLE_TITLES[role]}: what it works from changed since it was edited by hand. The edit stays and waits again.`,
    data: { role, repair },
  })
  return holdCandidate(deps, claim, role, repair)
}

/**
 * `holdAfter`: the role after whose output, of every attempt, the run waits for a person. `reuseFrom`: the candidate of the run
 * branched from, whose outputs are taken over where the inputs are equal.
 */
export type Stops = { holdAfter: Role | null; reuseFrom?: string | null }

/** Steps as rows: output in a blob, found again by the hash of all that the step depends on. */
export function databaseSteps(deps: Deps, claim: Claim, signal: AbortSignal, stops: Stops): StepRunner {
  const isHeld = (role: Role, repair: number) =>
    stops.holdAfter === role && repair > (claim.releasedRepair ?? -1)
  return {
    async run({ role, repair, input, output, player, promptHash }, work) {
      signal.throwIfAborted()
      const outputOf = async (blob: string) =>
        stored(output, JSON.parse(decodeText(await deps.blobs.get(blob))), `output ${blob} of ${role}`)
      const inputHash = hashOf(
        canonicalJson({
          role,
          player,
          promptHash: promptHash ?? undefined,
          input,
          engine: deps.catalogue.engineVersion,
          runtime: deps.runtimeHash,
        }),
      )
      const key = { candidateId: claim.id, role, repair }
      const kept = await deps.db.step.findUnique({
        where: { candidateId_role_repair: key },
        select: { inputHash: true, outputBlob: true, editedBy: true },
      })
      if (kept?.inputHash === inputHash && kept.outputBlob !== null) {
        const known = await outputOf(kept.outputBlob)
        if (isHeld(role, repair) && refusalOf(known) === null) await holdCandidate(deps, claim, role, repair)
        return known
      }
      if (kept === null && stops.reuseFrom) {
        const taken = await reuseStep(deps, claim, { from: stops.reuseFrom, role, repair, inputHash })
        if (taken !== null) {
          const known = await outputOf(taken)
          if (isHeld(role, repair) && refusalOf(known) === null)
            await holdCandidate(deps, claim, role, repair)
          return known
        }
      }
      if (kept?.editedBy != null && kept.outputBlob !== null)
        await askAgain(deps, claim, { role, repair, inputHash })
      await setPhase(deps, claim, role)
      await appendEvent(deps.db, claim, {
        type: 'step.started',
        message: `${ROLE_TITLES[role]} starts.`,
        data: { role, repair },
      })
      const startedAt = performance.now()
      const result = output.parse(await work())
      signal.throwIfAborted()
      const blob = await deps.blobs.put(new TextEncoder().encode(canonicalJson(result)))
      const error = refusalOf(result)
      const row = {
        player: playerName(player),
        inputHash,
        status: error === null ? ('succeeded' as const) : ('failed' as const),
        error,
        outputBlob: blob.sha256,
        durationMs: Math.round(performance.now() - startedAt),
      }
      await deps.db.$transaction(async (tx) => {
        const { count } = await tx.candidate.updateMany({
          where: { id: claim.id, attempt: claim.attempt, status: 'running' },
          data: { phase: role },
        })
        if (count === 0) throw new LeaseLost('fenced')
        await tx.blob.createMany({
          data: [{ sha256: blob.sha256, bytes: BigInt(blob.bytes) }],
          skipDuplicates: true,
        })
        const spent = await spentOn(tx, key)
        const fresh = { ...row, ...spent, editedBy: null, reusedFrom: null, ranAt: await databaseNow(tx) }
        await tx.step.upsert({
          where: { candidateId_role_repair: key },
          create: { ...key, ...fresh },
          update: fresh,
        })
        await appendEvent(tx, claim, {
          type: error === null ? 'step.succeeded' : 'step.failed',
          level: error === null ? 'info' : 'warn',
          message: error === null ? `${ROLE_TITLES[role]} is done.` : `${ROLE_TITLES[role]}: ${error}`,
          data: { role, repair, durationMs: row.durationMs },
        })
      })
      if (isHeld(role, repair) && error === null) await holdCandidate(deps, claim, role, repair)
      return result
    },
    async editedIn(attempts) {
      const spoken = ROLES.map((role) => ({ role, repair: attempts[role] }))
      const rows = await deps.db.step.findMany({
        where: { candidateId: claim.id, OR: spoken, editedBy: { not: null } },
        select: { role: true, editedBy: true },
      })
      const nameOf = await namesOf(
        deps.db,
        rows.map(({ editedBy }) => editedBy),
      )
      return rows.map(({ role, editedBy }) => ({ role, by: nameOf(editedBy) }))
    },
    async repaired(repair, from, { reason, message }) {
      // A candidate that continues after a hold or a lost worker comes by here again: what was told once is not told twice.
      const { count } = await deps.db.candidate.updateMany({
        where: { id: claim.id, attempt: claim.attempt, status: 'running', repairs: { lt: repair } },
        data: { phase: from, repairs: repair },
      })
      if (count === 0) return setPhase(deps, claim, from)
      await appendEvent(deps.db, claim, {
        type: 'candidate.repaired',
        level: 'warn',
        message:
          from === 'data-strategist'
            ? `The data strategist adjusts the plan because of "${reason}": ${message}`
            : `${ROLE_TITLES[from]}: asked again, the roles before it are not. ${message}`,
        data: { repair, reason, from },
      })
    },
  }
}
