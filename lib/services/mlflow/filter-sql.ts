import type { ViewType } from '#lib/contracts/mlflow.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { invalid } from '#lib/domain/errors.ts'
import { type Comparator, type Condition, FilterError, type Order } from '#lib/training/mlflow-filter.ts'

/**
 * A column that a filter may name: its SQL and what it is compared with. `measured` may be NaN or missing; `within`
 * wraps a test where a run has several rows of the column; `nullable` may be asked for by IS NULL.
 */
export type Column = {
  sql: Prisma.Sql
  type: 'text' | 'number' | 'measured'
  nullable?: boolean
  within?: (test: Prisma.Sql) => Prisma.Sql
}
export type Columns = (field: Pick<Condition, 'kind' | 'key'>) => Column

const SIGNS: Record<Comparator, Prisma.Sql> = {
  '=': Prisma.sql`=`,
  '!=': Prisma.sql`<>`,
  '>=': Prisma.sql`>=`,
  '<=': Prisma.sql`<=`,
  '>': Prisma.sql`>`,
  '<': Prisma.sql`<`,
  LIKE: Prisma.sql`like`,
  ILIKE: Prisma.sql`ilike`,
}
const ORDERED = ['>', '<', '>=', '<=']
const NAN = Prisma.sql`'NaN'::float8`

function compare(column: Column, condition: Condition): Prisma.Sql {
  const test = testOf(column, condition)
  return column.within === undefined ? test : column.within(test)
}

function testOf({ sql, type, nullable }: Column, condition: Condition): Prisma.Sql {
  const { key } = condition
  switch (condition.comparator) {
    case 'IS NULL':
    case 'IS NOT NULL':
      if (!nullable) throw invalid(`${condition.comparator} is for params and tags, not for ${key}.`)
      return condition.comparator === 'IS NULL' ? Prisma.sql`${sql} is null` : Prisma.sql`${sql} is not null`
    case 'IN':
    case 'NOT IN':
      if (type !== 'text') throw invalid(`${key} is a number; ${condition.comparator} takes texts.`)
      return condition.comparator === 'IN'
        ? Prisma.sql`${sql} = any(${condition.value}::text[])`
        : Prisma.sql`${sql} <> all(${condition.value}::text[])`
  }
  const { comparator, value } = condition
  if (type !== 'text') return numberTest({ sql, type }, key, comparator, value)
  if (typeof value !== 'string') throw invalid(`${key} is compared with a text in quotes.`)
  if (ORDERED.includes(comparator)) throw invalid(`${key} is a text: use =, !=, LIKE, ILIKE, IN or NOT IN.`)
  const test = Prisma.sql`${sql} ${SIGNS[comparator]} ${value}`
  // As in MLflow, a pattern has no mark that makes % or _ mean itself: a backslash is one of its letters.
  return comparator === 'LIKE' || comparator === 'ILIKE' ? Prisma.sql`${test} escape ''` : test
}

/** The database has NaN above every number; in a search it fulfils nothing but `!=`. */
function numberTest(
  { sql, type }: Pick<Column, 'sql' | 'type'>,
  key: string,
  comparator: Comparator,
  value: string | number,
): Prisma.Sql {
  if (typeof value !== 'number') throw invalid(`${key} is compared with a number, without quotes.`)
  if (comparator === 'LIKE' || comparator === 'ILIKE')
    throw invalid(`${key} is a number; ${comparator} is for texts.`)
  const test = Prisma.sql`${sql} ${SIGNS[comparator]} ${value}::float8`
  return type === 'measured' && comparator !== '!=' ? Prisma.sql`(${test} and ${sql} <> ${NAN})` : test
}

/** Runs a parser of the search language; what it does not understand is `invalid`, in its words. */
export function understood<T>(parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    if (error instanceof FilterError) throw invalid(error.message)
    throw error
  }
}

/** All conditions as one SQL expression; what is missing fulfils none but IS NULL. */
export const whereOf = (columns: Columns, conditions: readonly Condition[]): Prisma.Sql =>
  conditions.length === 0
    ? Prisma.sql`true`
    : Prisma.join(
        conditions.map((condition) => compare(columns(condition), condition)),
        ' and ',
      )

/** The columns of an order, then `last`: numbers, then NaN, then rows without a value, either way. */
export const orderOf = (columns: Columns, orders: readonly Order[], last: Prisma.Sql): Prisma.Sql =>
  Prisma.join([
    ...orders.flatMap((order) => {
      const { sql, type, within } = columns(order)
      if (within !== undefined) throw invalid(`${order.kind} ${order.key} is nothing to order by.`)
      const direction = order.descending ? Prisma.sql`desc` : Prisma.sql`asc`
      const column = Prisma.sql`${sql} ${direction} nulls last`
      return type === 'measured' ? [Prisma.sql`coalesce(${sql} = ${NAN}, true)`, column] : [column]
    }),
    last,
  ])

/** What MLflow calls deleted is put away here. */
export function stageOf(view: ViewType, archivedAt: Prisma.Sql): Prisma.Sql {
  if (view === 'ALL') return Prisma.sql`true`
  return view === 'ACTIVE_ONLY' ? Prisma.sql`${archivedAt} is null` : Prisma.sql`${archivedAt} is not null`
}

/** One page and where the next begins; `rows` holds one more than the page where there is more. */
export function pageOf<T>(rows: readonly T[], from: number, size: number) {
  const more = rows.length > size
  return { page: rows.slice(0, size), ...(more ? { next_page_token: String(from + size) } : {}) }
}

/** Rows before the page that a token names. */
export function offsetOf(token: string): number {
  if (token === '') return 0
  if (!/^\d{1,9}$/.test(token)) throw invalid('The page_token was not issued by this server.')
  return Number(token)
}
