import { plainName, type Role, roleOf } from '#lib/training/parsers/column-roles.ts'
import type { Notes } from '#lib/training/parsers/notes.ts'
import type { XColumn } from '#lib/training/parsers/parsed-run.ts'
import type { Entry } from '#lib/training/parsers/run-builder.ts'
import { toNumber, toStep, toTimeMs } from '#lib/training/parsers/to-number.ts'

/** A row of any table of metrics: names and raw values; what is missing is not in it. */
export type RawRow = Iterable<readonly [name: string, value: unknown]>

/** What a row says. */
export type Found = {
  step: number | null
  /** Value of the column that is x; undefined where the row has none. */
  x: unknown
  timeMs: number | null
  run: string
  runId: string
  seed: string | null
  /** Part of a cross-validation: its steps begin again with each. */
  fold: string | null
  entries: Entry[]
  texts: [name: string, text: string][]
  settings: [name: string, value: string][]
  /** The metric of a row of a long table; null in a wide one. */
  metric: string | null
  /** Which process printed the row, where the line says so. */
  printedBy?: PrintedBy | undefined
}

/** What stands before a printed line: a rank, or the id of a process. */
export type PrintedBy = { name: string; text: string; kind: 'process' | 'pid' }

const asText = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint'
    ? String(value).trim()
    : null

type Long = {
  metric: string | null
  variant: string
  value: unknown
  /** What the row says of its value being no number; undefined where it says nothing. */
  isNan: unknown
  columns: Map<Role, string>
}

const TRUE = new Set(['true', '1', 't'])

/** Puts a name, a variant and a value together to a metric; what is no long row keeps its columns as they are. */
function settleLong(
  found: Found,
  { metric, variant, value, isNan, columns }: Long,
  add: (name: string, value: unknown) => void,
) {
  if (metric !== null && columns.has('metric-value')) {
    found.metric = variant === '' || variant === metric ? metric : `${metric}/${variant}`
    add(found.metric, TRUE.has(String(isNan).trim().toLowerCase()) ? Number.NaN : value)
    return
  }
  if (metric !== null) found.texts.push([columns.get('metric-name') ?? '', metric])
  if (variant !== '') found.texts.push([columns.get('variant') ?? '', variant])
  if (columns.has('metric-value')) add(columns.get('metric-value') ?? '', value)
  if (columns.has('is-nan')) add(columns.get('is-nan') ?? '', isNan)
}

/**
 * What null stands for: a value that is not a number, or nothing at all (tables whose rows lack most metrics). Where the
 * form does not say which, it is taken for the first, with a note.
 */
export type Nulls = 'nan' | 'missing' | 'unsaid'

/**
 * Tells what the columns of rows are for, by their names. `x` is the column that a person chose, or that the rows
 * themselves show to be the only count.
 */
export function rowLooker({
  notes,
  names,
  nulls,
  x,
}: {
  notes: Notes
  /** Most names whose role is remembered. */
  names: number
  nulls: Nulls
  x: XColumn | null
}): (row: RawRow) => Found {
  const roles = new Map<string, { role: Role; rank: number }>()
  const chosen = x === null ? null : plainName(x.name)
  const roleFor = (name: string) => {
    const held = roles.get(name)
    if (held) return held
    const own = roleOf(name)
    const role =
      chosen === null
        ? own
        : plainName(name) === chosen
          ? { role: 'step' as const, rank: 0 }
          : own.role === 'step'
            ? { role: 'value' as const, rank: 0 }
            : own
    if (roles.size < names) roles.set(name, role)
    return role
  }
  const addTo = (found: Found) => (name: string, value: unknown) => {
    if (value === undefined || (value === null && nulls === 'missing')) return
    if (value === null && nulls === 'unsaid')
      notes.add(
        `null:${name}`,
        name,
        'null is read as NaN.',
        'Leave the key out of rows in which nothing was logged.',
      )
    if (typeof value === 'boolean')
      notes.add(`boolean:${name}`, name, 'True and false are read as 1 and 0.', 'Nothing is lost.')
    const number = toNumber(value)
    if (number !== null) found.entries.push([name, number])
    else if (typeof value === 'string') found.texts.push([name, value])
    else if (typeof value === 'object')
      notes.add('object', name, 'A value is a list or an object; it is left out.', 'Log numbers.')
  }
  return (row) => {
    const found: Found = {
      step: null,
      x: undefined,
      timeMs: null,
      run: '',
      runId: '',
      seed: null,
      fold: null,
      entries: [],
      texts: [],
      settings: [],
      metric: null,
    }
    const add = addTo(found)
    const steps: { name: string; value: unknown; rank: number }[] = []
    const long: Long = {
      metric: null,
      variant: '',
      value: undefined,
      isNan: undefined,
      columns: new Map(),
    }
    for (const [name, value] of row) {
      const { role, rank } = roleFor(name)
      switch (role) {
        case 'value':
          add(name, value)
          break
        case 'step':
          steps.push({ name, value, rank })
          break
        case 'time': {
          const timeMs = toTimeMs(value)
          if (timeMs === null) add(name, value)
          else found.timeMs ??= timeMs
          break
        }
        case 'run':
          found.run ||= asText(value) ?? ''
          break
        case 'run-id':
          found.runId ||= asText(value) ?? ''
          break
        case 'seed':
          found.seed = asText(value) || null
          break
        case 'fold':
          found.fold = asText(value) || null
          break
        case 'setting':
          if (value !== null) found.settings.push([name, asText(value) ?? ''])
          break
        case 'metric-name':
        case 'variant': {
          const text = asText(value)
          const isFree = !long.columns.has(role)
          const isNumber = role === 'metric-name' && toNumber(value) !== null
          if (text === null || text === '' || !isFree || isNumber) add(name, value)
          else {
            long.columns.set(role, name)
            if (role === 'variant') long.variant = text
            else long.metric = text
          }
          break
        }
        case 'metric-value':
          long.value = value
          long.columns.set(role, name)
          break
        case 'is-nan':
          long.isNan = value
          long.columns.set(role, name)
          break
        case 'ignored':
          break
      }
    }
    settleLong(found, long, add)
    settleStep(found, steps, x?.isCounted === true, add)
    return found
  }
}

/** The best of the columns that may be the step; the others are metrics, and so is the best where it is logged as one. */
function settleStep(
  found: Found,
  steps: readonly { name: string; value: unknown; rank: number }[],
  isCounted: boolean,
  add: (name: string, value: unknown) => void,
): void {
  const [best] = [...steps].sort((a, b) => a.rank - b.rank)
  for (const one of steps)
    if (one !== best || isCounted || one.name.includes('/')) add(one.name, numberOf(one.value))
  if (best === undefined) return
  found.x = best.value
  found.step = toStep(best.value)
}

/** `20/100` is a step, and no text. */
const numberOf = (value: unknown): unknown => toStep(value) ?? value
