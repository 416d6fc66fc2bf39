import type { Notes } from '#lib/training/parsers/notes.ts'
import type { Found } from '#lib/training/parsers/row-look.ts'
import type { RunBuilder } from '#lib/training/parsers/run-builder.ts'
import { wideLines } from '#lib/training/parsers/wide-lines.ts'

/** Watches the rows of one run for points that a metric has already at their step. */
export type LongRows = {
  see(step: number, found: Found, where: string, builder: Pick<RunBuilder, 'has'>): void
  /** Several lines of numbers stand under one name, and nothing says which is which; noted where it is so. */
  isTorn(): boolean
}

type Last = { step: number; texts: string; all: string }
const METRICS = 20_000

/** What a row of a long table says beside metric, step and value: its other cells may tell several lines apart. */
function othersOf({ texts, entries, metric }: Found): Pick<Last, 'texts' | 'all'> {
  const numbers = entries.filter(([name]) => name !== metric)
  return { texts: JSON.stringify(texts), all: JSON.stringify([texts, numbers]) }
}

/** Numbers of another step differ anyway, as an epoch does. */
const differs = (held: Last, now: Last): boolean =>
  held.step === now.step ? held.all !== now.all : held.texts !== now.texts

const namesOf = ({ texts, entries, metric }: Found): string =>
  [...texts, ...entries]
    .map(([name]) => name)
    .filter((name) => name !== metric)
    .slice(0, 3)
    .map((name) => JSON.stringify(name.slice(0, 60)))
    .join(', ')

/**
 * In a long table a metric that repeats a step is another line where its other cells differ: the run is then refused,
 * as nobody can tell the lines apart. Where nothing differs, the last value counts, and that is noted.
 */
export function longRows(notes: Notes): LongRows {
  const last = new Map<string, Last>()
  let torn = false
  let lastStep = Number.NaN
  let inStep = new Map<string, number>()
  const wide = wideLines()

  const isOther = (metric: string, step: number, found: Found, isThere: boolean): boolean => {
    const held = last.get(metric)
    const now = { step, ...othersOf(found) }
    if (held || last.size < METRICS) last.set(metric, now)
    return isThere && held !== undefined && differs(held, now)
  }
  return {
    see(step, found, where, builder) {
      const { metric } = found
      if (metric !== null && isOther(metric, step, found, builder.has(metric, step))) {
        torn = true
        notes.add(
          'torn',
          where,
          `${JSON.stringify(metric.slice(0, 100))} has several values at step ${step} that differ in ${namesOf(found)}: several lines under one name, which are not merged.`,
          'Call the column that tells them apart "variant", or put it into the name of the metric.',
        )
        return
      }
      if (metric === null) wide.see(step, found, where, builder)
      if (step !== lastStep) inStep = new Map()
      lastStep = step
      for (const [name, value] of found.entries) {
        const held = inStep.get(name)
        if (held !== undefined && !Object.is(held, value))
          notes.add(
            'repeat',
            where,
            `${JSON.stringify(name.slice(0, 100))} is logged again at step ${step}; the last value counts.`,
            'Log a metric once a step, or choose another x.',
          )
        if (inStep.size < METRICS) inStep.set(name, value)
      }
    },
    isTorn() {
      const lines = torn ? null : wide.told()
      if (lines === null) return torn
      const column = JSON.stringify(lines.column.slice(0, 60))
      notes.add(
        'torn',
        lines.where,
        `The rows are several lines that the column ${column} tells apart (${lines.values.map((one) => JSON.stringify(one.slice(0, 40))).join(', ')}), each with values of its own; they are not merged.`,
        lines.next,
      )
      return true
    },
  }
}
