import type { z } from 'zod'
import { SearchModels, type WireModel } from '#lib/contracts/mlflow-models.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { invalid } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import {
  type Columns,
  offsetOf,
  orderOf,
  pageOf,
  understood,
  whereOf,
} from '#lib/services/mlflow/filter-sql.ts'
import { findExperiment } from '#lib/services/mlflow/wire-ids.ts'
import { MODEL_SELECT, toWireModel } from '#lib/services/mlflow/wire-model.ts'
import { parseFilter, parseOrder } from '#lib/training/mlflow-filter.ts'

const PAGE = 500
const millis = (column: Prisma.Sql) => Prisma.sql`(extract(epoch from ${column}) * 1000)::float8`
const ATTRIBUTES = {
  name: { sql: Prisma.sql`m.name`, type: 'text' },
  model_id: { sql: Prisma.sql`m.id`, type: 'text' },
  model_type: { sql: Prisma.sql`m."modelType"`, type: 'text' },
  source_run_id: { sql: Prisma.sql`m."runId"::text`, type: 'text' },
  creation_timestamp: { sql: millis(Prisma.sql`m."createdAt"`), type: 'number' },
  creation_time: { sql: millis(Prisma.sql`m."createdAt"`), type: 'number' },
  last_updated_timestamp: { sql: millis(Prisma.sql`m."updatedAt"`), type: 'number' },
} as const satisfies Record<string, ReturnType<Columns>>

const columns: Columns = ({ kind, key }) => {
  if (kind === 'tag') return { sql: Prisma.sql`(m.tags ->> ${key})`, type: 'text', nullable: true }
  if (kind === 'param') return { sql: Prisma.sql`(m.params ->> ${key})`, type: 'text', nullable: true }
  const column = kind === 'attribute' && Object.entries(ATTRIBUTES).find(([name]) => name === key)?.[1]
  if (column) return column
  throw invalid(
    `No ${kind} ${key} of models. There are tags, params and ${Object.keys(ATTRIBUTES).join(', ')}.`,
  )
}

/** `logged-models/search`: newest first where no order is given. */
export async function searchLoggedModels({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof SearchModels>
}): Promise<{ models: WireModel[]; next_page_token?: string }> {
  requireCapability(ctx, 'training.read')
  const query = parseInput(SearchModels, input)
  const orders = query.order_by.map(
    ({ field_name, ascending }) => `${field_name} ${ascending ? 'ASC' : 'DESC'}`,
  )
  const where = whereOf(
    columns,
    understood(() => parseFilter(query.filter)),
  )
  const order = orderOf(
    columns,
    understood(() => orders.map(parseOrder)),
    Prisma.sql`m."createdAt" desc, m.id`,
  )
  const found = await Promise.all(query.experiment_ids.map((id) => findExperiment(ctx.db, id)))
  const experiments = found.flatMap((row) => (row === null ? [] : [row.id]))
  const from = offsetOf(query.page_token)
  const size = Math.min(query.max_results, PAGE)
  const rows = await ctx.db.$queryRaw<{ id: string }[]>`
    select m.id from logged_model m where m."experimentId" = any(${experiments}::int[])
      and m."archivedAt" is null and ${where} order by ${order} limit ${size + 1} offset ${from}`
  const { page, ...next } = pageOf(rows, from, size)
  const ids = page.map(({ id }) => id)
  const models = await ctx.db.loggedModel.findMany({ where: { id: { in: ids } }, select: MODEL_SELECT })
  const byId = new Map(models.map((model) => [model.id, model]))
  return { models: ids.flatMap((id) => byId.get(id) ?? []).map(toWireModel), ...next }
}
