import type { SpecColumn } from '#lib/domain/artefacts/spec.ts'
import type { Stream } from '#lib/pipeline/stream.ts'

/** A column that has gaps has about so many of them at least. */
const LEAST_GAPS = 0.025
/** A column with more gaps than this is one that nobody would use. */
const MOST_GAPS = 0.4
/** What a mechanism reads has little more gaps than the plan asks for: a rule that is mostly missing cannot be found. */
const MOST_READ = 1.25
/** About so many of the columns have every cell. */
const COMPLETE = [0.25, 0.5] as const
/** How unlike the columns with gaps are: the least and the most of a drawn weight. */
const WEIGHTS = [0.3, 1.7] as const

const thousandth = (rate: number): number => Math.round(1000 * rate) / 1000
const hasGaps = ({ kind, table }: SpecColumn): boolean => kind === 'numeric' && table === 'main'

/** Only numbers have gaps: they get those of the other columns too, so that the table has as many as its seed. */
export function spreadMissing(columns: readonly SpecColumn[], rate: number): SpecColumn[] {
  const main = columns.filter(({ table }) => table === 'main').length
  const own = Math.min(MOST_GAPS, thousandth((rate * main) / Math.max(1, columns.filter(hasGaps).length)))
  return columns.map((column) =>
    column.kind === 'numeric' && column.table === 'main' ? { ...column, missingRate: own } : column,
  )
}

type Share = { weight: number; most: number; rate: number }

/** Fills shares by their weights until the sum is reached; what is above the most of one goes to the others. */
function fill(shares: readonly Share[], sum: number): void {
  for (let round = 0; round < shares.length; round++) {
    const left = sum - shares.reduce((total, { rate }) => total + rate, 0)
    const open = shares.filter(({ rate, most }) => rate < most)
    const weight = open.reduce((total, share) => total + share.weight, 0)
    for (const share of open) share.rate = Math.min(share.most, share.rate + (left * share.weight) / weight)
  }
}

/**
 * Numbers with unlike shares of gaps, some with none, and on average as many as before: real tables have columns that
 * nobody ever forgets and one or two that many leave out. `read` are those that a mechanism reads, `filled` those that
 * have every cell where the others can have the gaps.
 */
export function unevenMissing(
  columns: readonly SpecColumn[],
  rate: number,
  { read, filled }: { read: ReadonlySet<string>; filled: ReadonlySet<string> },
  stream: Stream,
): SpecColumn[] {
  const shuffled = stream.shuffle(columns.filter(hasGaps).map(({ name }) => name))
  const named = [...shuffled].sort((a, b) => Number(filled.has(b)) - Number(filled.has(a)))
  // Where there are few gaps, few columns have them: a handful in each of many would say nothing.
  const most = Math.max(1, Math.floor((rate * named.length) / LEAST_GAPS))
  const share = Math.max(Math.floor(named.length * stream.between(...COMPLETE)), named.length - most)
  const open = named.filter((name) => !filled.has(name)).length
  const complete = open === 0 ? share : Math.max(share, named.length - open)
  const shares = new Map<string, Share>(
    named.map((name, place) => [
      name,
      {
        weight: place < complete ? 0 : stream.between(...WEIGHTS),
        most: read.has(name) ? Math.min(MOST_GAPS, MOST_READ * rate) : MOST_GAPS,
        rate: 0,
      },
    ]),
  )
  const gappy = [...shares.values()].filter(({ weight }) => weight > 0)
  const isRoom = gappy.reduce((total, { most }) => total + most, 0) >= rate * named.length
  if (!isRoom && filled.size > 0) return unevenMissing(columns, rate, { read, filled: new Set() }, stream)
  if (rate === 0 || !isRoom) return [...columns]
  fill(gappy, rate * named.length)
  return columns.map((column) => {
    const share = shares.get(column.name)
    return column.kind === 'numeric' && column.table === 'main' && share
      ? { ...column, missingRate: thousandth(share.rate) }
      : column
  })
}
