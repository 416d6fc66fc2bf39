import type { z } from 'zod'
import { SearchRuns } from '#lib/contracts/mlflow.ts'
import type { WireRun } from '#lib/contracts/mlflow-answers.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { invalid } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import {
  type Column,
  type Columns,
  offsetOf,
  orderOf,
  pageOf,
  stageOf,
  understood,
  whereOf,
} from '#lib/services/mlflow/filter-sql.ts'
import { findExperiment } from '#lib/services/mlflow/wire-ids.ts'
import { readWireRuns } from '#lib/services/mlflow/wire-run.ts'
import { parseFilter, parseOrder } from '#lib/training/mlflow-filter.ts'

/** Runs of one answer; clients ask for the next page. */
const PAGE = 500

const millis = (column: Prisma.Sql) => Prisma.sql`(extract(epoch from ${column}) * 1000)::float8`
const ATTRIBUTES = {
  run_id: { sql: Prisma.sql`r.id::text`, type: 'text' },
  run_name: { sql: Prisma.sql`r.name`, type: 'text' },
  status: { sql: Prisma.sql`upper(r.status)`, type: 'text' },
  artifact_uri: { sql: Prisma.sql`('mlflow-artifacts:/' || r.id::text || '/artifacts')`, type: 'text' },
  user_id: { sql: Prisma.sql`r."userName"`, type: 'text' },
  start_time: { sql: millis(Prisma.sql`coalesce(r."startedAt", r."createdAt")`), type: 'number' },
  end_time: { sql: millis(Prisma.sql`r."endedAt"`), type: 'number' },
} as const satisfies Record<string, ReturnType<Columns>>

const DATASET = {
  name: Prisma.sql`d.name`,
  digest: Prisma.sql`d.digest`,
  context: Prisma.sql`(d.tags ->> 'mlflow.data.context')`,
} as const

function datasetColumn(key: string): Column {
  const sql = Object.entries(DATASET).find(([name]) => name === key)?.[1]
  if (sql === undefined) throw invalid(`No dataset ${key}. There are ${Object.keys(DATASET).join(', ')}.`)
  const within = (test: Prisma.Sql) =>
    Prisma.sql`exists (select 1 from training_dataset d where d."runId" = r.id and ${test})`
  return { sql, type: 'text', within }
}

const columns: Columns = ({ kind, key }) => {
  if (kind === 'metric')
    return {
      sql: Prisma.sql`(select coalesce(s."lastValue", s."lastNonFinite"::float8) from metric_series s
        where s."runId" = r.id and s.key = ${key})`,
      type: 'measured',
    }
  if (kind === 'param')
    return {
      sql: Prisma.sql`(select p.value from training_param p where p."runId" = r.id and p.key = ${key})`,
      type: 'text',
      nullable: true,
    }
  if (kind === 'tag')
    return {
      sql: Prisma.sql`(select t.value from training_tag t where t."runId" = r.id and t.key = ${key})`,
      type: 'text',
      nullable: true,
    }
  if (kind === 'dataset') return datasetColumn(key)
  const column = Object.entries(ATTRIBUTES).find(([name]) => name === key)?.[1]
  if (column !== undefined) return column
  throw invalid(`No attribute ${key}. There are ${Object.keys(ATTRIBUTES).join(', ')}.`)
}

/** `runs/search`: newest first where no order is given. */
export async function searchRuns({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof SearchRuns>
}): Promise<{ runs: WireRun[]; next_page_token?: string }> {
  requireCapability(ctx, 'training.read')
  const query = parseInput(SearchRuns, input)
  const where = whereOf(
    columns,
    understood(() => parseFilter(query.filter)),
  )
  const last = Prisma.sql`coalesce(r."startedAt", r."createdAt") desc, r.id desc`
  const order = orderOf(
    columns,
    understood(() => query.order_by.map(parseOrder)),
    last,
  )
  const found = await Promise.all(query.experiment_ids.map((id) => findExperiment(ctx.db, id)))
  const experiments = found.flatMap((row) => (row === null ? [] : [row.id]))
  if (experiments.length === 0) return { runs: [] }
  const from = offsetOf(query.page_token)
  const size = Math.min(query.max_results, PAGE)
  const rows = await ctx.db.$queryRaw<{ id: string }[]>`
    select r.id from training_run r where r."experimentId" = any(${experiments}::int[])
      and ${stageOf(query.run_view_type, Prisma.sql`r."archivedAt"`)} and ${where}
    order by ${order} limit ${size + 1} offset ${from}`
  const { page, ...next } = pageOf(rows, from, size)
  const runs = await readWireRuns(
    ctx.db,
    page.map(({ id }) => id),
  )
  return { runs, ...next }
}
