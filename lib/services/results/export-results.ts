import type { z } from 'zod'
import { type Download, DownloadQuery, type DownloadRow } from '#lib/contracts/results.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import {
  type LoadedResult,
  type LoadedSystem,
  loadSystems,
  seedsOfSystem,
  toAttempt,
} from '#lib/services/results/load-systems.ts'
import { tasksOf } from '#lib/services/results/pack-split.ts'
import { splitOf } from '#lib/services/results/split-of.ts'
import { LITE_SPLIT } from '#lib/training/results/lite-split.ts'

/** Every attempt with seed, tier and decision: all figures of the pages can be worked out from it. */
export async function exportResults({
  ctx,
  input = {},
}: {
  ctx: ServiceContext
  input?: z.input<typeof DownloadQuery>
}): Promise<z.infer<typeof Download>> {
  requireCapability(ctx, 'results.read')
  const { benchmark, systemId } = parseInput(DownloadQuery, input)
  const loaded = await loadSystems(ctx.db, systemId === undefined ? { benchmark } : { id: systemId })
  const rows: DownloadRow[] = []
  for (const one of loaded) {
    const bySeed = seedsOfSystem(one)
    const tasks = await tasksOf(ctx.db, one.system)
    const { competitions } = splitOf(one.system.benchmark, false, bySeed.keys(), tasks)
    const split = new Set(competitions.map(({ id }) => id))
    for (const [competition, results] of bySeed)
      rows.push(...results.map((result, index) => toRow(one, split, competition, result, index)))
  }
  return { benchmark: loaded[0]?.system.benchmark ?? benchmark, rows }
}

function toRow(
  { system }: LoadedSystem,
  split: ReadonlySet<string>,
  competition: string,
  result: LoadedResult,
  index: number,
): DownloadRow {
  const { id, ruling, ...attempt } = toAttempt(result, index)
  const known = LITE_SPLIT.find((one) => one.id === competition)
  return {
    ...attempt,
    resultId: id,
    systemId: system.id,
    system: system.name,
    competition,
    inSplit: split.has(competition),
    knownIssue: known?.knownIssue ?? null,
    reportSha256: result.report.sha256,
    decision: ruling?.decision ?? null,
    reason: ruling?.reason ?? null,
    decidedBy: ruling?.byName ?? null,
  }
}
