import type { Tx } from '#lib/db/client.ts'
import { playerName } from '#lib/domain/player.ts'
import type { CandidatePhase } from '#lib/domain/run.ts'
import { ROLE_TITLES, type Role } from '#lib/domain/vocabulary.ts'
import { canonicalJson, decodeText, hashOf } from '#lib/pipeline/canonical.ts'
import type { StepRunner } from '#lib/pipeline/produce-task.ts'
import { databaseNow } from '#lib/services/context.ts'
import type { Claim } from '#workers/candidate/claim-candidate.ts'
import { appendEvent } from '#workers/candidate/events.ts'
import { holdCandidate } from '#workers/candidate/hold-candidate.ts'
import { reuseStep } from '#workers/candidate/reuse-step.ts'
import { CandidateStopped } from '#workers/candidate/stop-reason.ts'
import type { Deps } from '#workers/deps.ts'

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
  if (count === 0) throw new CandidateStopped('fenced')
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

/** Parks until the attempt ends: the sentinel of crash tests. */
const park = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })

const tellDropped = (deps: Deps, claim: Claim, { role, repair }: { role: Role; repair: number }) =>
  appendEvent(deps.db, claim, {
    type: 'step.edit-dropped',
    level: 'warn',
    message: `${ROLE_TITLES[role]}: what was edited by hand belongs to other inputs. It is made again and waits again.`,
    data: { role, repair },
  })

/**
 * `holdAfter`: the role after whose first output the run waits for a person. `parkIn`: for crash tests. `reuseFrom`: the
 * candidate of the run branched from, whose outputs are taken over where the inputs are equal.
 */
export type Stops = { holdAfter: Role | null; parkIn: Role | null; reuseFrom?: string | null }

/** Steps as rows: output in a blob, found again by the hash of all that the step depends on. */
export function databaseSteps(deps: Deps, claim: Claim, signal: AbortSignal, stops: Stops): StepRunner {
  const isHeld = (role: Role, repair: number) => stops.holdAfter === role && repair === 0 && !claim.released
  return {
    async run({ role, repair, input, output, player, promptHash }, work) {
      signal.throwIfAborted()
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
        const known = output.parse(JSON.parse(decodeText(await deps.blobs.get(kept.outputBlob))))
        if (isHeld(role, repair) && refusalOf(known) === null) await holdCandidate(deps, claim, role)
        return known
      }
      if (kept === null && stops.reuseFrom) {
        const taken = await reuseStep(deps, claim, { from: stops.reuseFrom, role, repair, inputHash })
        if (taken !== null) {
          const known = output.parse(JSON.parse(decodeText(await deps.blobs.get(taken))))
          if (isHeld(role, repair) && refusalOf(known) === null) await holdCandidate(deps, claim, role)
          return known
        }
      }
      // An edit of another engine's output: it is made again, and whoever edited it is asked again.
      const isDropped = kept?.editedBy != null
      if (isDropped) await tellDropped(deps, claim, key)
      await setPhase(deps, claim, role)
      await appendEvent(deps.db, claim, {
        type: 'step.started',
        message: `${ROLE_TITLES[role]} starts.`,
        data: { role, repair },
      })
      if (stops.parkIn === role && claim.attempt === 1) await park(signal)
      const startedAt = performance.now()
      const result = output.parse(await work())
      signal.throwIfAborted()
      const blob = await deps.blobs.put(new TextEncoder().encode(canonicalJson(result)))
      const error = refusalOf(result)
      const row = {
        player: playerName(player),
        inputHash,
        status: error === null ? 'succeeded' : 'failed',
        error,
        outputBlob: blob.sha256,
        durationMs: Math.round(performance.now() - startedAt),
      }
      await deps.db.$transaction(async (tx) => {
        const { count } = await tx.candidate.updateMany({
          where: { id: claim.id, attempt: claim.attempt, status: 'running' },
          data: { phase: role },
        })
        if (count === 0) throw new CandidateStopped('fenced')
        await tx.blob.createMany({
          data: [{ sha256: blob.sha256, bytes: BigInt(blob.bytes) }],
          skipDuplicates: true,
        })
        const spent = await spentOn(tx, key)
        // A hand's edit went with the output that it changed.
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
      if ((isHeld(role, repair) || isDropped) && error === null) await holdCandidate(deps, claim, role)
      return result
    },
    async repaired(repair, reason, message) {
      await setPhase(deps, claim, 'data-strategist', repair)
      await appendEvent(deps.db, claim, {
        type: 'candidate.repaired',
        level: 'warn',
        message: `The strategist turns a knob because of "${reason}": ${message}`,
        data: { repair, reason },
      })
    },
  }
}
