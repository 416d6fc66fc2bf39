import { STEP_NAMES } from '#lib/training/parsers/column-roles.ts'
import { type LongRows, longRows } from '#lib/training/parsers/long-rows.ts'
import type { Notes } from '#lib/training/parsers/notes.ts'
import type { LogLimits, ParsedRun, XColumn } from '#lib/training/parsers/parsed-run.ts'
import {
  type Found,
  type Nulls,
  type PrintedBy,
  type RawRow,
  rowLooker,
} from '#lib/training/parsers/row-look.ts'
import { newBudget, type RowTexts, rowTexts } from '#lib/training/parsers/row-texts.ts'
import { type Budget, buildRun, type RunBuilder } from '#lib/training/parsers/run-builder.ts'
import { toNumber } from '#lib/training/parsers/to-number.ts'
import { surveyX } from '#lib/training/parsers/x-survey.ts'

/** A run as its tracker knows it; empty where it says nothing. */
type Named = { name: string; id: string }
export type RowReader = {
  /** `where` names the row in notes. `step` overrides what the row says; `printedBy` is what stands before it. */
  row(row: RawRow, where: string, step?: number, printedBy?: PrintedBy): void
  /** Configuration of the runs of this file. */
  config(values: Iterable<readonly [string, unknown]>): void
  /** The runs; `again` where no row had a step and another column can be x. `tracker`: what it calls its only run. */
  finish(tracker?: Named): { runs: ParsedRun[]; again: XColumn | null }
}

type Target = {
  name: string
  id: string
  seed: string | null
  fold: string | null
  builder: RunBuilder
  texts: RowTexts
  long: LongRows
  settings: Map<string, string>
  metrics: Set<string>
  /** The values of a counted x so far. */
  counted: { last: number; count: number }
}

/** What runs of one name or id are told apart by. */
const partsOf = ({ seed, fold }: Pick<Target, 'seed' | 'fold'>): string[] => [
  ...(seed === null ? [] : [`seed ${seed}`]),
  ...(fold === null ? [] : [`fold ${fold}`]),
]

const settingText = (value: unknown): string | null =>
  typeof value === 'boolean'
    ? String(value)
    : value === null
      ? 'null'
      : typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint'
        ? String(value).trim()
        : null

/**
 * Reads rows with a step column, an optional clock, and optional run and seed columns; wide (a column a metric) or
 * long (`metric`, perhaps `variant`, and `value`). Text that is the same in every row of a run is its configuration.
 */
export function readRows({
  fallbackName,
  notes,
  limits,
  nulls,
  x = null,
  budget = { points: limits.points },
}: {
  /** Of the run, where no column names one. */
  fallbackName: string
  notes: Notes
  limits: LogLimits
  /** What null stands for: a value that is not a number, or nothing at all (tables whose rows lack most metrics). */
  nulls: Nulls
  x?: XColumn | null | undefined
  /** Points that may still be read, where several readers share them. */
  budget?: Budget
}): RowReader {
  const look = rowLooker({ notes, names: 4 * limits.metrics, nulls, x })
  const targets = new Map<string, Target>()
  const shared: Record<string, string> = {}
  const textBudget = newBudget()
  const survey = surveyX()

  const targetOf = ({ run, runId, seed, fold }: Found): Target | null => {
    // Runs may share a name; the tracker's own id tells them apart.
    const key = JSON.stringify([runId || run, seed, fold])
    const held = targets.get(key)
    if (held) return held
    if (targets.size >= limits.runs) {
      const message = `The file holds more than ${limits.runs} runs; the others are left out.`
      notes.add('runs', null, message, 'Split it.')
      return null
    }
    const made: Target = {
      name: run || runId || fallbackName,
      id: runId,
      seed,
      fold,
      builder: buildRun({ notes, limits, budget }),
      texts: rowTexts(notes, limits.metrics, textBudget),
      long: longRows(notes),
      settings: new Map(),
      metrics: new Set(),
      counted: { last: Number.NaN, count: 0 },
    }
    targets.set(key, made)
    return made
  }
  let firstWhere = ''
  const noteStep = ({ x: value, entries }: Found, where: string) => {
    firstWhere ||= where
    const number = toNumber(value)
    if (x === null && value === undefined) survey.see(entries)
    else if (value === undefined) {
      const message = `A row has no ${JSON.stringify(x?.name.slice(0, 60))}; it is left out.`
      notes.add('no-x', where, message, 'Choose a column that every row has.')
    } else {
      const said = x === null ? 'step' : `x column ${JSON.stringify(x.name.slice(0, 60))}`
      const isTooLarge = number !== null && Math.abs(number) > Number.MAX_SAFE_INTEGER
      const why = isTooLarge ? 'is larger than 2^53, so that it is not exact' : 'is not a whole number'
      // JSON has no word for what is not finite.
      const shown = typeof value === 'number' ? `${value}` : JSON.stringify(value)?.slice(0, 60)
      const message = `The ${said} is ${shown}, which ${why}; the row is left out.`
      notes.add('bad-step', where, message, 'Use whole steps as the x axis of the export.')
      if (x !== null && number !== null) survey.see([[x.name, number]])
    }
  }
  const countedStep = ({ counted }: Target, found: Found, where: string): number | null => {
    const value = toNumber(found.x)
    if (value === null || Number.isNaN(value)) return null
    if (value < counted.last)
      notes.add('x-back', where, 'The x column goes back here.', 'Choose a column that only rises.')
    if (value !== counted.last) counted.count++
    counted.last = value
    return counted.count
  }
  return {
    row(raw, where, given, printedBy) {
      const found: Found = { ...look(raw), printedBy }
      let step = given ?? found.step
      const isCounted = given === undefined && x?.isCounted === true
      if (step === null && !isCounted) return noteStep(found, where)
      const target = targetOf(found)
      if (target === null) return
      if (isCounted) step = countedStep(target, found, where)
      if (step === null) return noteStep(found, where)
      target.texts.keep(found.texts, where)
      for (const [name, value] of found.settings) target.settings.set(name, value)
      for (const [name] of found.entries) if (target.metrics.size < limits.metrics) target.metrics.add(name)
      target.long.see(step, found, where, target.builder)
      target.builder.add(step, found.timeMs, found.entries)
    },
    config(values) {
      for (const [key, value] of values) {
        const text = settingText(value)
        if (text !== null) shared[key] = text
      }
    },
    finish(tracker) {
      const runs: ParsedRun[] = []
      const ids = new Map<string, number>()
      const idOf = ({ id }: Target) => tracker?.id ?? id
      for (const target of targets.values()) ids.set(idOf(target), (ids.get(idOf(target)) ?? 0) + 1)
      for (const target of targets.values()) {
        const { seed, fold, builder, texts, settings, metrics, long } = target
        const built = builder.finish()
        if (built.segments.length === 0) {
          // What was taken for text is all that is known of such a run.
          texts.settle(() => false)
          continue
        }
        if (long.isTorn()) {
          // Nothing of the only run is read, so that nothing was read in this or that way.
          if (targets.size === 1) notes.withdraw(['resume', 'repeat'])
          continue
        }
        const config = {
          ...shared,
          ...Object.fromEntries(settings),
          ...texts.settle((one) => metrics.has(one)),
        }
        if (seed !== null) config.seed = seed
        if (fold !== null) config.fold = fold
        // A tracker's id that several seeds or folds share would make one run of them.
        const id = idOf(target)
        const isShared = (ids.get(id) ?? 0) > 1
        const withParts = (text: string) => [text, ...partsOf(target)].join(' ')
        const base = tracker?.name || target.name
        const name = tracker === undefined || isShared ? withParts(base) : base
        const identity = id === '' ? null : isShared ? withParts(id) : id
        runs.push({ name, identity, config, tags: {}, ...built })
      }
      const folds = runs.filter(({ config }) => config.fold !== undefined)
      if (folds.length > 1)
        notes.add(
          'fold',
          null,
          `Each fold is a run of its own: ${JSON.stringify(folds[0]?.name.slice(0, 100))}, ...`,
          'Give the column of folds another name if it is a metric.',
        )
      return { runs, again: noteNoStep() }
    },
  }

  /** What is said of rows without a step, and which column could be x in their place. */
  function noteNoStep(): XColumn | null {
    if (survey.rows === 0) return null
    if (x !== null) return survey.rising().includes(x.name) ? { name: x.name, isCounted: true } : null
    const choice = targets.size === 0 ? survey.choice() : null
    if (choice !== null) return choice
    const rising = survey.rising()
    notes.add(
      'no-step',
      firstWhere,
      `${survey.rows === 1 ? 'A row has' : `${survey.rows} rows have`} no step (${STEP_NAMES.slice(1, 4).join(', ')}, ...); left out.`,
      rising.length === 0
        ? 'Log a column "step".'
        : `Log a column "step", or choose x: ${rising.map((one) => JSON.stringify(one.slice(0, 60))).join(', ')} only ${rising.length === 1 ? 'rises' : 'rise'}.`,
    )
    return null
  }
}
