import type { MechanismMeta } from '#lib/domain/artefacts/catalogue.ts'
import type { Cause, Domain } from '#lib/domain/artefacts/domain-record.ts'
import type { TaskType } from '#lib/domain/vocabulary.ts'

type Caused = Pick<Domain, 'causes'>

/** The causes that a mechanism has in a world; null where it needs none. */
export const causesOf = ({ id, caused }: Pick<MechanismMeta, 'id' | 'caused'>, { causes }: Caused) =>
  caused === undefined || causes === undefined ? null : causes.filter(({ mechanism }) => mechanism === id)

/** Whether a cause acts through a column or group in a role. */
export const actsThrough = ({ columns }: Cause, role: string, name: string): boolean =>
  columns[role]?.includes(name) ?? true

/** Why a mechanism acts through the columns that it is bound to; undefined where its world says nothing of them. */
export const causeOf = (
  { id, columns }: { id: string; columns: Readonly<Record<string, string>> },
  { causes = [] }: Caused,
): Cause | undefined =>
  causes.find(
    (cause) =>
      cause.mechanism === id &&
      Object.entries(columns).every(([role, name]) => actsThrough(cause, role, name)),
  )

/** How strongly a column pushes the target of a task at most, 0 (not at all) to 3. */
export function strengthOf(name: string, task: TaskType, { targets }: Pick<Domain, 'targets'>): number {
  const pushes = targets[task].sense?.[name] ?? 0
  const each = typeof pushes === 'object' && !Array.isArray(pushes) ? Object.values(pushes) : [pushes]
  return Math.max(...each.flat().map(Math.abs))
}

/**
 * A world with the causes that one task can have: a number, or what the child table tells, has no part in them where it
 * does not move the target, and without it some are none.
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
    causes: left.filter((cause) => Object.values(cause.columns).every((names) => names.length > 0)),
  }
}
