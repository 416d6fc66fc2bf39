import type { MechanismMeta } from '#lib/domain/artefacts/catalogue.ts'
import type { Cause, Domain } from '#lib/domain/artefacts/domain-record.ts'
import type { Crossings, Reads } from '#lib/domain/artefacts/sense.ts'
import type { TaskType } from '#lib/domain/vocabulary.ts'

type Caused = Pick<Domain, 'causes'>
type Asked = { task: TaskType; target: { classes: readonly string[] | null } }

/** The causes that a mechanism has in a world; null where it needs none. */
export const causesOf = ({ id, caused }: Pick<MechanismMeta, 'id' | 'caused'>, { causes }: Caused) =>
  caused === undefined || causes === undefined ? null : causes.filter(({ mechanism }) => mechanism === id)

/** Whether a cause acts through a column or group in a role. */
export const actsThrough = ({ columns }: Cause, role: string, name: string): boolean =>
  columns[role]?.includes(name) ?? true

/** Why a mechanism acts through its columns in a task; undefined where its world says nothing of them. */
export const causeOf = (
  { id, columns }: { id: string; columns: Readonly<Record<string, string>> },
  task: TaskType,
  domain: Domain,
): Cause | undefined =>
  causedIn(task, domain).causes?.find(
    (cause) =>
      cause.mechanism === id &&
      Object.entries(columns).every(([role, name]) => actsThrough(cause, role, name)),
  )

/** A rule about the calendar, of which worlds say with what of a target the special days of its months go. */
const CALENDAR_RULE = 'series-panel-calendar'

/**
 * Which side or level of what plays its roles a mechanism is about in a task: of columns as its cause says, of a picture,
 * a sound or the calendar the side that goes with more of the target. Undefined where its world says nothing of it.
 */
export function readsOf(
  bound: { id: string; columns: Readonly<Record<string, string>> },
  task: TaskType,
  domain: Domain,
): Reads | undefined {
  const cause = causeOf(bound, task, domain)
  const side = cause?.targets?.[task]
  if (side === undefined || side === 'each') return cause?.reads
  // Of a calendar the days of its months go with a side; its columns push the target themselves.
  const roles = bound.id === CALENDAR_RULE ? ['date'] : Object.keys(bound.columns)
  return Object.fromEntries(roles.map((role) => [role, side]))
}

/** In which way lines cross where each class of a target is likely; undefined where its world does not say so of all. */
function crossingsOf(
  bound: { id: string; columns: Readonly<Record<string, string>> },
  { task, target: { classes } }: Asked,
  domain: Domain,
): Crossings | undefined {
  const told = task === 'multiclass' ? (causeOf(bound, task, domain)?.crossings ?? {}) : {}
  const known = (classes ?? []).map((name) => [name, told[name]] as const)
  const named = known.flatMap(([name, way]) => (way === undefined ? [] : [[name, way] as const]))
  return named.length > 0 && named.length === known.length ? Object.fromEntries(named) : undefined
}

/** All that a world says of how a mechanism acts in a task, as its entry in a spec holds it. */
export function actsAsTold(
  bound: { id: string; columns: Readonly<Record<string, string>> },
  asked: Asked,
  domain: Domain,
): { reads?: Reads; crossings?: Crossings } {
  const reads = readsOf(bound, asked.task, domain)
  const crossings = crossingsOf(bound, asked, domain)
  return { ...(reads && { reads }), ...(crossings && { crossings }) }
}

/** Whether a cause tells something of a task's target, as far as it names targets. */
const isAbout = ({ targets }: Cause, task: TaskType): boolean =>
  targets === undefined || targets[task] !== undefined

type Pushed = Pick<Domain, 'targets'>

/** A push of a target, or those of its classes by how far they lie from each other. */
function apart(push: number | readonly number[]): number[] {
  if (typeof push === 'number') return [push]
  return push.map((one) => one - meanOf(push))
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, one) => sum + one, 0) / values.length

/** What the high side of a number does to a target, its low side turned round, or one level beside all of them. */
function pushOf(name: string, read: string, task: TaskType, { targets }: Pushed): number[] {
  const told = targets[task].sense?.[name] ?? 0
  if (typeof told === 'number' || Array.isArray(told))
    return apart(told).map((push) => (read === 'low' ? -push : push))
  const levels = Object.values(told).map(apart)
  return apart(told[read] ?? 0).map((push, at) => push - meanOf(levels.map((level) => level[at] ?? 0)))
}

const goTogether = (one: readonly number[], other: readonly number[]): boolean =>
  one.reduce((sum, push, at) => sum + push * (other[at] ?? 0), 0) > 1e-9

/** Whether what a cause is about moves a target, and sides of two columns not against each other. */
function isTold({ reads = {}, columns }: Cause, task: TaskType, domain: Pushed): boolean {
  const read = Object.entries(reads).flatMap(([role, what]) =>
    (columns[role] ?? []).map((name) => pushOf(name, what, task, domain)),
  )
  return read.every((push) => read.every((other) => goTogether(push, other)))
}

/** How strongly a column pushes the target of a task at most, 0 (not at all) to 3. */
export function strengthOf(name: string, task: TaskType, { targets }: Pushed): number {
  const pushes = targets[task].sense?.[name] ?? 0
  const each = typeof pushes === 'object' && !Array.isArray(pushes) ? Object.values(pushes) : [pushes]
  return Math.max(...each.flat().map(Math.abs))
}

/**
 * A world with the causes that one task can have, which those of pictures and sounds name: a number, or what the child
 * table tells, has no part in them where it does not move the target, and without it some are none; nor is one whose
 * columns push the target another way.
 */
export function causedIn(task: TaskType, domain: Domain): Domain {
  const { causes, columns, child } = domain
  if (causes === undefined) return domain
  const telling = [...columns.filter(({ kind }) => kind === 'numeric'), ...child.columns]
  const inert = new Set(
    telling.map(({ name }) => name).filter((name) => strengthOf(name, task, domain) === 0),
  )
  const left = causes.map((cause) => ({
    ...cause,
    columns: Object.fromEntries(
      Object.entries(cause.columns).map(([role, names]) => [role, names.filter((name) => !inert.has(name))]),
    ),
  }))
  return {
    ...domain,
    causes: left.filter(
      (cause) =>
        isAbout(cause, task) &&
        Object.values(cause.columns).every((names) => names.length > 0) &&
        isTold(cause, task, domain),
    ),
  }
}
