import { z } from 'zod'
import type { Db, Tx } from '#lib/db/client.ts'
import { SANDBOX_STATUSES } from '#lib/domain/ports/sandbox.ts'
import type { TrialStore } from '#lib/domain/ports/trial-store.ts'
import { TRIAL_KINDS, type TrialRecord } from '#lib/domain/trial.ts'
import { TIERS } from '#lib/domain/vocabulary.ts'

const Result = z.object({
  v: z.literal(1),
  valid: z.boolean().nullable(),
  score: z.number().nullable(),
  reason: z.string().nullable(),
})
const Row = z.object({
  kind: z.enum(TRIAL_KINDS),
  program: z.string(),
  inputHash: z.string(),
  outcome: z.enum(SANDBOX_STATUSES),
  score: z.number().nullable(),
  tier: z.enum(TIERS).nullable(),
  wallMs: z.int(),
  cpuMs: z.int(),
  maxRssMB: z.int(),
  runtimeHash: z.string(),
  result: Result,
})

/** Trials as rows, in the caller's transaction or by themselves. */
export function prismaTrialStore(tx: Db | Tx): TrialStore {
  const list = async (versionId: string): Promise<TrialRecord[]> => {
    const rows = await tx.trial.findMany({
      where: { versionId, status: 'finished', kind: { not: 'score' } },
      orderBy: { id: 'asc' },
      select: {
        kind: true,
        program: true,
        inputHash: true,
        outcome: true,
        score: true,
        tier: true,
        wallMs: true,
        cpuMs: true,
        maxRssMB: true,
        runtimeHash: true,
        result: true,
      },
    })
    return rows.map((row) => Row.parse(row))
  }
  return {
    list,
    async save(versionId, trials, evidence) {
      const keyOf = ({ program, inputHash, outcome }: TrialRecord) => `${program} ${inputHash} ${outcome}`
      const known = new Set((await list(versionId)).map(keyOf))
      const fresh = trials.filter((trial) => !known.has(keyOf(trial)))
      const [clock] = await tx.$queryRaw<{ now: Date }[]>`select now() as now`
      const finishedAt = clock?.now ?? null
      await tx.trial.createMany({
        data: fresh.map((trial) => ({
          ...trial,
          versionId,
          status: 'finished',
          attempt: 1,
          finishedAt,
          evidence: evidence.get(trial.inputHash) ?? null,
        })),
      })
      // Rows from before evidence was kept.
      const bare = { versionId, status: 'finished', kind: { not: 'score' }, evidence: null } as const
      const rows = await tx.trial.findMany({
        where: bare,
        select: { inputHash: true },
        distinct: ['inputHash'],
      })
      for (const { inputHash } of rows) {
        const blob = evidence.get(inputHash)
        if (blob !== undefined)
          await tx.trial.updateMany({ where: { ...bare, inputHash }, data: { evidence: blob } })
      }
    },
  }
}
