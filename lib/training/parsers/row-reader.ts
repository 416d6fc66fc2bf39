import { isMetricToo, type Role, roleOf } from '#lib/training/parsers/column-roles.ts'
import type { Notes } from '#lib/training/parsers/notes.ts'
import type { LogLimits, ParsedRun } from '#lib/training/parsers/parsed-run.ts'
import { buildRun, type Entry, type RunBuilder } from '#lib/training/parsers/run-builder.ts'
import { toNumber, toStep, toTimeMs } from '#lib/training/parsers/to-number.ts'

/** A row of any table of metrics: names and raw values; what is missing is not in it. */
export type RawRow = Iterable<readonly [name: string, value: unknown]>
export type RowReader = {
  /** `where` names the row in notes. `step` overrides what the row says. */
  row(row: RawRow, where: string, step?: number): void
  /** Configuration of the runs of this file. */
  config(values: Iterable<readonly [string, unknown]>): void
  finish(): ParsedRun[]
}

type Target = { name: string; seed: string | null; builder: RunBuilder; texts: Map<string, string | null> }
type Found = {
  step: number | null
  rank: number
  stepText: unknown
  timeMs: number | null
  run: string
  seed: string | null
  metric: string | null
  value: number | null
  entries: Entry[]
  texts: [string, string][]
}

const TEXT_LENGTH = 500
const NO_STEP = Number.MAX_SAFE_INTEGER

const asText = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint'
    ? String(value).trim()
    : null

/**
 * Reads rows with a step column, an optional clock, and optional run and seed columns; wide (a column a metric) or
 * long (`metric` and `value`). Text that is the same in every row of a run is its configuration.
 */
export function readRows({
  fallbackName,
  notes,
  limits,
  nulls,
}: {
  /** Of the run, where no column names one. */
  fallbackName: string
  notes: Notes
  limits: LogLimits
  /** What null stands for: a value that is no number, or nothing at all (tables whose rows lack most metrics). */
  nulls: 'nan' | 'missing'
}): RowReader {
  const roles = new Map<string, { role: Role; rank: number }>()
  const targets = new Map<string, Target>()
  const shared: Record<string, string> = {}
  const budget = { points: limits.points }

  const roleFor = (name: string) => {
    const held = roles.get(name)
    if (held) return held
    const role = roleOf(name)
    if (roles.size < 4 * limits.metrics) roles.set(name, role)
    return role
  }
  const targetOf = (run: string, seed: string | null): Target | null => {
    const id = JSON.stringify([run, seed])
    const held = targets.get(id)
    if (held) return held
    if (targets.size >= limits.runs) {
      notes.add(
        'runs',
        null,
        `The file holds more than ${limits.runs} runs; the others are left out.`,
        'Split it.',
      )
      return null
    }
    const base = run === '' ? fallbackName : run
    const name = seed === null ? base : `${base} seed ${seed}`
    const made = { name, seed, builder: buildRun({ notes, limits, budget }), texts: new Map() }
    targets.set(id, made)
    return made
  }
  const addValue = (found: Found, name: string, value: unknown) => {
    if (value === undefined || (value === null && nulls === 'missing')) return
    const number = toNumber(value)
    if (number !== null) found.entries.push([name, number])
    else if (typeof value === 'string') found.texts.push([name, value])
    else if (typeof value === 'object')
      notes.add('object', name, 'A value is a list or an object; it is left out.', 'Log numbers.')
  }
  const addStep = (found: Found, name: string, value: unknown, rank: number) => {
    if (rank < found.rank) {
      found.rank = rank
      found.step = toStep(value)
      found.stepText = value
    }
    if (isMetricToo(name)) addValue(found, name, value)
  }
  const look = (row: RawRow): Found => {
    const found: Found = {
      step: null,
      rank: NO_STEP,
      stepText: undefined,
      timeMs: null,
      run: '',
      seed: null,
      metric: null,
      value: null,
      entries: [],
      texts: [],
    }
    let metricColumn = ''
    let valueColumn = ''
    for (const [name, value] of row) {
      const { role, rank } = roleFor(name)
      if (role === 'value') addValue(found, name, value)
      else if (role === 'step') addStep(found, name, value, rank)
      else if (role === 'time') {
        const timeMs = toTimeMs(value)
        if (timeMs === null) addValue(found, name, value)
        else found.timeMs ??= timeMs
      } else if (role === 'run') found.run ||= asText(value) ?? ''
      else if (role === 'seed') found.seed = asText(value) || null
      else if (role === 'metric-name') {
        if (typeof value === 'string' && toNumber(value) === null && found.metric === null) {
          found.metric = value
          metricColumn = name
        } else addValue(found, name, value)
      } else if (role === 'metric-value') {
        found.value = toNumber(value)
        valueColumn = name
      }
    }
    // Only both together are a long table.
    if (found.metric !== null && valueColumn !== '') {
      if (found.value !== null) found.entries.push([found.metric, found.value])
    } else {
      if (found.metric !== null) found.texts.push([metricColumn, found.metric])
      if (found.value !== null) found.entries.push([valueColumn, found.value])
    }
    return found
  }
  const keepTexts = ({ texts }: Target, found: Found) => {
    for (const [name, text] of found.texts) {
      const held = texts.get(name)
      if (held === undefined && texts.size < limits.metrics) texts.set(name, text.slice(0, TEXT_LENGTH))
      else if (held !== null && held !== undefined && held !== text.slice(0, TEXT_LENGTH)) {
        texts.set(name, null)
        notes.add(
          `text:${name}`,
          name,
          'A column holds text that changes; it is no metric and is left out.',
          'Log numbers.',
        )
      }
    }
  }
  return {
    row(raw, where, given) {
      const found = look(raw)
      const step = given ?? found.step
      if (step === null) {
        if (found.rank === NO_STEP)
          notes.add('no-step', where, 'A row has no step; it is left out.', 'Log a column "step".')
        else
          notes.add(
            'bad-step',
            where,
            `The step ${JSON.stringify(found.stepText ?? null)?.slice(0, 60)} is no whole number; the row is left out.`,
            'Use whole steps as the x axis of the export.',
          )
        return
      }
      const target = targetOf(found.run, found.seed)
      if (target === null) return
      keepTexts(target, found)
      target.builder.add(step, found.timeMs, found.entries)
    },
    config(values) {
      for (const [key, value] of values) {
        const text = typeof value === 'boolean' ? String(value) : value === null ? 'null' : asText(value)
        if (text !== null) shared[key] = text
      }
    },
    finish() {
      const runs: ParsedRun[] = []
      for (const { name, seed, builder, texts } of targets.values()) {
        const built = builder.finish()
        if (built.segments.length === 0) continue
        const config: Record<string, string> = { ...shared }
        for (const [key, text] of texts) if (text !== null) config[key] = text
        if (seed !== null) config.seed = seed
        runs.push({ name, config, tags: {}, ...built })
      }
      return runs
    },
  }
}
