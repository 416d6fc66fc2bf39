import { type GrowingColumn, growingColumn } from '#lib/training/parsers/growing-column.ts'
import type { Notes } from '#lib/training/parsers/notes.ts'
import { type LogLimits, METRIC_NAME_LENGTH, type Segment } from '#lib/training/parsers/parsed-run.ts'

export type Entry = readonly [key: string, value: number]
type Row = { step: number; timeMs: number | null; entries: readonly Entry[] }

/** Points that may still be read of one source; shared by its runs. */
export type Budget = { points: number }

/** Puts the rows of one run, in order of the file, into segments. */
export type RunBuilder = {
  add(step: number, timeMs: number | null, entries: readonly Entry[]): void
  /** True where this metric has a value at this step already. */
  has(key: string, step: number): boolean
  /** The next file of the run begins: a metric that goes back in it is a resume. */
  nextFile(): void
  /** The trainer itself says that it starts again at `step`. */
  restart(step: number): void
  finish(): { segments: Segment[]; startedAt: number | null; endedAt: number | null }
}

const toSegment = (columns: Map<string, GrowingColumn>): Segment => ({
  series: new Map([...columns].map(([key, column]) => [key, column.finish()])),
})

/**
 * A step that goes back is a resume when it logs again what is there and the row after it does so too: then a new
 * segment begins. A single row that comes late, or is logged twice, stays in its segment.
 */
export function buildRun({
  notes,
  limits,
  budget,
}: {
  notes: Notes
  limits: LogLimits
  budget: Budget
}): RunBuilder {
  const segments: Segment[] = []
  let columns = new Map<string, GrowingColumn>()
  let highest = Number.NEGATIVE_INFINITY
  let waiting: Row[] = []
  let newInFile: Set<string> | null = null
  let startedAt: number | null = null
  let endedAt: number | null = null

  const beginSegment = () => {
    if (columns.size === 0) return
    segments.push(toSegment(columns))
    columns = new Map()
    highest = Number.NEGATIVE_INFINITY
    newInFile = null
  }
  const columnOf = (key: string): GrowingColumn | null => {
    const held = columns.get(key)
    if (held) return held
    if (
      key.length === 0 ||
      key.length > METRIC_NAME_LENGTH ||
      key.includes('\u0000') ||
      !key.isWellFormed()
    ) {
      notes.add(
        'name',
        key.slice(0, 60),
        'A metric name is empty, too long or unreadable; the metric is left out.',
        `Use names of at most ${METRIC_NAME_LENGTH} characters.`,
      )
      return null
    }
    if (columns.size >= limits.metrics) {
      notes.add(
        'metrics',
        key.slice(0, 60),
        `The run has more than ${limits.metrics} metrics; the others are left out.`,
        'Log fewer metrics, or export the ones that matter.',
      )
      return null
    }
    const made = growingColumn()
    columns.set(key, made)
    return made
  }
  const store = ({ step, timeMs, entries }: Row) => {
    for (const [key, value] of entries) {
      if (budget.points <= 0) {
        notes.add(
          'points',
          `step ${step}`,
          `The file holds more than ${limits.points} points; the rest is not read.`,
          'Export fewer metrics or fewer runs at once.',
        )
        return
      }
      const column = columnOf(key)
      if (column === null) continue
      column.push(step, value, timeMs)
      budget.points--
    }
    if (entries.length > 0 && step > highest) highest = step
    if (timeMs !== null) {
      if (startedAt === null || timeMs < startedAt) startedAt = timeMs
      if (endedAt === null || timeMs > endedAt) endedAt = timeMs
    }
  }
  const settle = (isResume: boolean) => {
    const rows = waiting
    waiting = []
    const [first] = rows
    if (isResume && first !== undefined) {
      notes.add(
        'resume',
        `step ${first.step}`,
        `The steps go back from ${highest} to ${first.step}, and on: this is read as a resume, which goes over what stood before.`,
        'If these are several runs, tell them apart by a column "run", or by a file for each.',
      )
      beginSegment()
    }
    for (const row of rows) store(row)
  }
  const goesBackInNewFile = ({ step, entries }: Row): boolean => {
    if (newInFile === null) return false
    for (const [key] of entries) {
      if (newInFile.has(key)) continue
      newInFile.add(key)
      if (step <= (columns.get(key)?.maxStep ?? Number.NEGATIVE_INFINITY)) return true
    }
    return false
  }
  return {
    add(step, timeMs, entries) {
      const row = { step, timeMs, entries }
      const first = waiting[0]
      if (first !== undefined) {
        if (step === first.step) {
          waiting.push(row)
          return
        }
        settle(step > first.step && step <= highest)
      }
      if (goesBackInNewFile(row)) beginSegment()
      if (step < highest && entries.some(([key]) => columns.get(key)?.has(step))) waiting.push(row)
      else store(row)
    },
    has: (key, step) =>
      columns.get(key)?.has(step) === true ||
      waiting.some((row) => row.step === step && row.entries.some(([name]) => name === key)),
    nextFile() {
      settle(false)
      newInFile = new Set()
    },
    restart(step) {
      settle(false)
      if (step <= highest) beginSegment()
    },
    finish() {
      settle(false)
      if (columns.size > 0) segments.push(toSegment(columns))
      return { segments, startedAt, endedAt }
    },
  }
}
