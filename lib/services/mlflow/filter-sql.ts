import { Prisma } from '#lib/db/generated/client.ts'
import { invalid } from '#lib/domain/errors.ts'
import { type Comparator, type Condition, FilterError, type Order } from '#lib/training/mlflow-filter.ts'

/** A column that a filter may name: its SQL and what it is compared with. */
export type Column = { sql: Prisma.Sql; type: 'text' | 'number' }
export type Columns = (field: Pick<Condition, 'kind' | 'key'>) => Column

const SIGNS: Record<Exclude<Comparator, 'IN'>, Prisma.Sql> = {
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

function compare({ sql, type }: Column, { key, comparator, value }: Condition): Prisma.Sql {
  if (comparator === 'IN') {
    if (type === 'number') throw invalid(`${key} is a number; IN takes texts.`)
    return Prisma.sql`${sql} = any(${value}::text[])`
  }
  if (type === 'number') {
    if (typeof value !== 'number') throw invalid(`${key} is compared with a number, without quotes.`)
    if (comparator === 'LIKE' || comparator === 'ILIKE')
      throw invalid(`${key} is a number; ${comparator} is for texts.`)
    return Prisma.sql`${sql} ${SIGNS[comparator]} ${value}::float8`
  }
  if (typeof value !== 'string') throw invalid(`${key} is compared with a text in quotes.`)
  if (ORDERED.includes(comparator)) throw invalid(`${key} is a text: use =, !=, LIKE, ILIKE or IN.`)
  return Prisma.sql`${sql} ${SIGNS[comparator]} ${value}`
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

/** All conditions as one SQL expression; a missing param, tag or metric fulfils none. */
export const whereOf = (columns: Columns, conditions: readonly Condition[]): Prisma.Sql =>
  conditions.length === 0
    ? Prisma.sql`true`
    : Prisma.join(
        conditions.map((condition) => compare(columns(condition), condition)),
        ' and ',
      )

/** The columns of an order, then `last`; rows without a value come at the end either way. */
export const orderOf = (columns: Columns, orders: readonly Order[], last: Prisma.Sql): Prisma.Sql =>
  Prisma.join([
    ...orders.map((order) => {
      const direction = order.descending ? Prisma.sql`desc` : Prisma.sql`asc`
      return Prisma.sql`${columns(order).sql} ${direction} nulls last`
    }),
    last,
  ])

/** One page and where the next begins; `rows` holds one more than the page where there is more. */
export function pageOf<T>(rows: readonly T[], from: number, size: number) {
  const more = rows.length > size
  return { page: rows.slice(0, size), ...(more ? { next_page_token: String(from + size) } : {}) }
}

/** Rows before the page that a token names. */
export function offsetOf(token: string): number {
  if (token === '') return 0
  if (!/^\d{1,9}$/.test(token)) throw invalid('The page_token is none of ours.')
  return Number(token)
}
