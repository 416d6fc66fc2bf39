import type { Attempt } from '#lib/contracts/results.ts'
import type { Tx } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import { namesOf } from '#lib/services/people/names-of.ts'
import { SYSTEM_SELECT, toSystemView } from '#lib/services/results/system-view.ts'
import { countedOf, seedsOf } from '#lib/training/results/aggregate.ts'

const RESULT_SELECT = {
  id: true,
  competition: true,
  score: true,
  goldThreshold: true,
  silverThreshold: true,
  bronzeThreshold: true,
  medianThreshold: true,
  lowerIsBetter: true,
  submissionExists: true,
  validSubmission: true,
  aboveMedian: true,
  tier: true,
  humanRank: true,
  // The last decision is in force.
  adjudications: {
    select: { decision: true, tier: true, reason: true, actorId: true, createdAt: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: 1,
  },
} as const satisfies Prisma.BenchmarkResultSelect

const REPORT_SELECT = {
  id: true,
  filename: true,
  runGroup: true,
  sha256: true,
  createdAt: true,
  results: { select: RESULT_SELECT, orderBy: { ordinal: 'asc' } },
} as const satisfies Prisma.BenchmarkReportSelect

/** Systems with every report and attempt, and the decision in force on each; by name. */
export async function loadSystems(tx: Tx, where: Prisma.BenchmarkSystemWhereInput) {
  const rows = await tx.benchmarkSystem.findMany({
    where,
    select: {
      ...SYSTEM_SELECT,
      // Of equal names the earlier import is the earlier seed.
      reports: { select: REPORT_SELECT, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] },
    },
    orderBy: { name: 'asc' },
  })
  const actors = rows.flatMap(({ reports }) =>
    reports.flatMap(({ results }) =>
      results.flatMap(({ adjudications }) => adjudications.map((one) => one.actorId)),
    ),
  )
  const nameOf = await namesOf(tx, [...rows.map((row) => row.createdBy), ...actors])
  return rows.map(({ reports, ...row }) => ({
    system: toSystemView(row, nameOf),
    reports: reports.map(({ results, ...report }) => ({
      ...report,
      results: results.map(({ adjudications: [last], ...result }) => ({
        ...result,
        tier: result.tier,
        report,
        ruling:
          last === undefined
            ? null
            : {
                decision: last.decision,
                tier: last.tier,
                reason: last.reason,
                byName: nameOf(last.actorId),
                at: last.createdAt.toISOString(),
              },
      })),
    })),
  }))
}
export type LoadedSystem = Awaited<ReturnType<typeof loadSystems>>[number]
export type LoadedResult = LoadedSystem['reports'][number]['results'][number]

/** Attempts by competition and seed; one producer of the seed's number for pages, downloads and means. */
export const seedsOfSystem = (loaded: LoadedSystem): Map<string, LoadedResult[]> => seedsOf(loaded.reports)

export function toAttempt(result: LoadedResult, index: number): Attempt {
  const { report, competition: _, ...facts } = result
  return {
    ...facts,
    seed: index + 1,
    report: report.filename,
    runGroup: report.runGroup,
    counted: countedOf(result)?.tier ?? null,
  }
}
