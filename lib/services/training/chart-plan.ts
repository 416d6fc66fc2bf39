import { createHash } from 'node:crypto'
import { z } from 'zod'
import { CurveQuery, MAX_TRAINING_RUNS } from '#lib/contracts/curves.ts'
import type { Tx } from '#lib/db/client.ts'
import { invalid } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { chooseKey } from '#lib/training/metric-names.ts'

const RunId = z.uuid()
const AXES = ['step', 'wall', 'relative']

export type PlannedSeries = { id: string; key: string; points: number }
export type PlannedRun = {
  id: string
  name: string
  experiment: string
  config: Record<string, string>
  live: boolean
  /** The run's series of the chart's metric. */
  series: PlannedSeries
  /** Its series of the metric that is the x axis; null for other axes. */
  x: PlannedSeries | null
}
export type ChartPlan = { query: z.output<typeof CurveQuery>; runs: PlannedRun[] }

type Row = {
  id: string
  name: string
  experiment: string
  live: boolean
  config: Record<string, string> | null
  series: PlannedSeries[] | null
}

/**
 * Which series a chart is made of, in the order in which its runs were named; runs without the metric have no part in
 * it. Throws invalid for ids that are none.
 */
export async function planChart(tx: Tx, input: z.input<typeof CurveQuery>): Promise<ChartPlan> {
  const query = parseInput(CurveQuery, input)
  const ids = [...new Set(query.runs.split(',').filter((id) => id !== ''))]
  if (ids.length > MAX_TRAINING_RUNS || ids.some((id) => !RunId.safeParse(id).success))
    throw invalid(`Name up to ${MAX_TRAINING_RUNS} runs by their ids, joined by commas.`)
  const rows = await tx.$queryRaw<Row[]>`
    select r.id::text as id, r.name, e.name as experiment, r.status in ('running', 'scheduled') as live,
      (select json_object_agg(key, value) from training_param where "runId" = r.id) as config,
      (select json_agg(json_build_object('id', id::text, 'key', key, 'points', points) order by key)
        from metric_series where "runId" = r.id) as series
    from unnest(${ids}::uuid[]) with ordinality as asked(id, place)
    join training_run r on r.id = asked.id join training_experiment e on e.id = r."experimentId"
    order by asked.place`
  const runs = rows.flatMap((row): PlannedRun[] => {
    const all = row.series ?? []
    const find = (key: string | null) => all.find((one) => one.key === key)
    const keys = all.map(({ key }) => key)
    const series = find(chooseKey(keys, query.metric))
    const x = AXES.includes(query.x) ? null : find(chooseKey(keys, query.x))
    return series === undefined || x === undefined ? [] : [{ ...row, config: row.config ?? {}, series, x }]
  })
  return { query, runs }
}

/** Changes when the chart would: the same query over the same number of points in the same state is the same chart. */
export function tagOf({ query, runs }: ChartPlan): string {
  const state = runs.map(({ id, name, config, live, series, x }) => [id, name, config, live, series, x])
  return createHash('sha256')
    .update(JSON.stringify([query, state]))
    .digest('base64url')
    .slice(0, 27)
}
