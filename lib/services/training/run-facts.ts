import type { Tx } from '#lib/db/client.ts'

export type SeriesFacts = {
  key: string
  points: number
  nonFinite: number
  lastStep: number | null
  lastValue: number | null
  /** NaN or an infinity, where the last value is one of them. */
  lastNonFinite: string | null
  lastTimeMs: number | null
}
export type RunFacts = {
  config: Record<string, string>
  tags: Record<string, string>
  series: SeriesFacts[]
  rollouts: number
}

type Row = {
  id: string
  config: Record<string, string> | null
  tags: Record<string, string> | null
  series: SeriesFacts[] | null
  rollouts: number
}

/** What hangs on training runs, one row a run: a verl run has hundreds of configuration keys. */
export async function runFacts(tx: Tx, ids: readonly string[]): Promise<(id: string) => RunFacts> {
  const rows = await tx.$queryRaw<Row[]>`
    select r.id::text as id,
      (select json_object_agg(key, value) from training_param where "runId" = r.id) as config,
      (select json_object_agg(key, value) from training_tag where "runId" = r.id) as tags,
      (select json_agg(json_build_object('key', key, 'points', points, 'nonFinite', "nonFinite",
          'lastStep', "lastStep", 'lastValue', "lastValue", 'lastNonFinite', "lastNonFinite", 'lastTimeMs', "lastTimeMs") order by key)
        from metric_series where "runId" = r.id) as series,
      (select count(*)::int from rollout where "runId" = r.id) as rollouts
    from unnest(${ids}::uuid[]) as r(id)`
  const facts = new Map(rows.map((row) => [row.id, row]))
  return (id) => {
    const row = facts.get(id)
    return {
      config: row?.config ?? {},
      tags: row?.tags ?? {},
      series: row?.series ?? [],
      rollouts: row?.rollouts ?? 0,
    }
  }
}
