import type { z } from 'zod'
import { SearchExperiments } from '#lib/contracts/mlflow.ts'
import type { WireExperiment } from '#lib/contracts/mlflow-answers.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { invalid } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import {
  type Columns,
  offsetOf,
  orderOf,
  pageOf,
  stageOf,
  understood,
  whereOf,
} from '#lib/services/mlflow/filter-sql.ts'
import { toWireExperiment } from '#lib/services/mlflow/wire-experiment.ts'
import { parseFilter, parseOrder } from '#lib/training/mlflow-filter.ts'

const PAGE = 1000

const millis = (column: Prisma.Sql) => Prisma.sql`(extract(epoch from ${column}) * 1000)::float8`
const ATTRIBUTES = {
  name: { sql: Prisma.sql`e.name`, type: 'text' },
  experiment_id: { sql: Prisma.sql`e.id::float8`, type: 'number' },
  creation_time: { sql: millis(Prisma.sql`e."createdAt"`), type: 'number' },
  last_update_time: { sql: millis(Prisma.sql`e."updatedAt"`), type: 'number' },
} as const satisfies Record<string, ReturnType<Columns>>

const columns: Columns = ({ kind, key }) => {
  if (kind === 'tag') return { sql: Prisma.sql`(e.tags ->> ${key})`, type: 'text', nullable: true }
  const column = kind === 'attribute' && Object.entries(ATTRIBUTES).find(([name]) => name === key)?.[1]
  if (column) return column
  throw invalid(`No ${kind} ${key} of experiments. There are tags and ${Object.keys(ATTRIBUTES).join(', ')}.`)
}

type Row = {
  id: number
  name: string
  tags: unknown
  createdAt: Date
  updatedAt: Date
  archivedAt: Date | null
}

/** `experiments/search`: newest first where no order is given. */
export async function searchExperiments({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof SearchExperiments>
}): Promise<{ experiments: WireExperiment[]; next_page_token?: string }> {
  requireCapability(ctx, 'training.read')
  const query = parseInput(SearchExperiments, input)
  const where = whereOf(
    columns,
    understood(() => parseFilter(query.filter)),
  )
  const order = orderOf(
    columns,
    understood(() => query.order_by.map(parseOrder)),
    Prisma.sql`e.id desc`,
  )
  const from = offsetOf(query.page_token)
  const size = Math.min(query.max_results, PAGE)
  const rows = await ctx.db.$queryRaw<Row[]>`
    select e.id, e.name, e.tags, e."createdAt", e."updatedAt", e."archivedAt" from training_experiment e
    where ${stageOf(query.view_type, Prisma.sql`e."archivedAt"`)} and ${where}
    order by ${order} limit ${size + 1} offset ${from}`
  const { page, ...next } = pageOf(rows, from, size)
  return { experiments: page.map(toWireExperiment), ...next }
}
