import { formatUsd } from '#lib/domain/model-cost.ts'
import { ROLE_TITLES, type Role } from '#lib/domain/vocabulary.ts'
import type { Claim } from '#workers/candidate/candidate-lease.ts'
import { appendEvent } from '#workers/candidate/events.ts'
import type { Deps } from '#workers/deps.ts'
import { LeaseLost } from '#workers/leases/lease-lost.ts'

type Wanted = { from: string; role: Role; repair: number; inputHash: string }

/**
 * Takes over the output that a candidate of the run branched from has for the very same inputs, player and prompt; an
 * edit of it comes along, with its editor. Its cost stays where it was paid. Null: there is none, and the step runs.
 */
export async function reuseStep(
  deps: Pick<Deps, 'db'>,
  claim: Claim,
  { from, role, repair, inputHash }: Wanted,
): Promise<string | null> {
  const known = await deps.db.step.findUnique({
    where: { candidateId_role_repair: { candidateId: from, role, repair } },
  })
  if (known?.inputHash !== inputHash || known.outputBlob === null) return null
  const { player, status, error, outputBlob, durationMs, editedBy } = known
  const origin = known.reusedFrom ?? known.id
  const paid = await deps.db.step.findUnique({ where: { id: origin }, select: { costMicroUsd: true } })
  const savedMicroUsd = Number(paid?.costMicroUsd ?? 0n)
  await deps.db.$transaction(async (tx) => {
    const { count } = await tx.candidate.updateMany({
      where: { id: claim.id, attempt: claim.attempt, status: 'running' },
      data: { phase: role },
    })
    if (count === 0) throw new LeaseLost('fenced')
    await tx.step.create({
      data: {
        candidateId: claim.id,
        role,
        repair,
        player,
        inputHash,
        status,
        error,
        outputBlob,
        durationMs,
        editedBy,
        reusedFrom: origin,
      },
      select: { id: true },
    })
    const saved = savedMicroUsd > 0 ? `, ${formatUsd(savedMicroUsd)} USD saved` : ''
    await appendEvent(tx, claim, {
      type: 'step.reused',
      message: `${ROLE_TITLES[role]}: the same as in the run branched from${saved}.`,
      data: { role, repair, reusedFrom: origin, savedMicroUsd, savedMs: durationMs },
    })
  })
  return outputBlob
}
