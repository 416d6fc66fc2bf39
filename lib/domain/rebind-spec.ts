import type { Domain, DomainColumn } from '#lib/domain/artefacts/domain-record.ts'
import { freeGroup } from '#lib/domain/artefacts/free-group.ts'
import { proseOf } from '#lib/domain/artefacts/prose-of.ts'
import type { SpecColumn } from '#lib/domain/artefacts/spec.ts'
import type { SpecDraft } from '#lib/domain/spec-check.ts'
import { questionOf } from '#lib/domain/titles.ts'

/** More levels than any category of a domain has: a group that rows belong to. */
const MOST_LEVELS = 12

function targetIn({ task, target }: SpecDraft, { targets }: Domain): SpecDraft['target'] {
  const { binary, multiclass, ordinal, regression } = targets
  if (task === 'binary') return { name: binary.name, unit: null, classes: [...binary.classes] }
  if (task === 'regression') return { name: regression.name, unit: regression.unit, classes: null }
  const count = Math.max(3, target.classes?.length ?? 3)
  if (task === 'multiclass')
    return { name: multiclass.name, unit: null, classes: multiclass.classes.slice(0, count) }
  return {
    name: ordinal.name,
    unit: null,
    classes: Array.from({ length: count }, (_, grade) => String(grade)),
  }
}

/** Gives each column of a spec its counterpart in a domain, each of those once. */
function counterparts(spec: SpecDraft, domain: Domain, target: string) {
  const used = new Set([target, 'id'])
  const tables = [...new Set(spec.columns.map(({ table }) => table))].filter((table) => table !== 'main')
  const tableOf = (table: string) =>
    table === 'main' ? table : tables.indexOf(table) === 0 ? domain.child.table : `${domain.group.name}_facts`
  const take = (wanted: (one: DomainColumn) => boolean, isChild: boolean) => {
    const own = isChild ? [...domain.child.columns, ...domain.columns] : domain.columns
    const found = own.find((one) => !used.has(one.name) && wanted(one))
    if (found !== undefined) used.add(found.name)
    return found
  }
  const group = (column: Extract<SpecColumn, { kind: 'categorical' }>): SpecColumn => {
    const { name, prefix } = freeGroup(domain, used)
    used.add(name)
    const categories = column.categories.map((_, at) => `${prefix}${String(at + 1).padStart(2, '0')}`)
    return { ...column, name, categories, table: tableOf(column.table) }
  }
  return (column: SpecColumn): SpecColumn | null => {
    const table = tableOf(column.table)
    const isChild = column.table !== 'main'
    if (column.kind === 'text' || column.kind === 'path') return { ...column, table }
    if (column.kind === 'date')
      return {
        ...column,
        table,
        name: isChild ? domain.child.date : domain.date.name,
        start: domain.date.start,
      }
    if (column.kind === 'categorical') {
      const count = column.categories.length
      const found =
        count > MOST_LEVELS
          ? undefined
          : take((one) => one.kind === 'categorical' && one.categories.length >= count, isChild)
      if (found?.kind !== 'categorical') return group(column)
      return { ...column, table, name: found.name, categories: found.categories.slice(0, count) }
    }
    const found =
      take((one) => one.kind === 'numeric' && (column.low <= 0 || one.low > 0), isChild) ??
      take((one) => one.kind === 'numeric', isChild)
    if (found?.kind !== 'numeric') return null
    const { missingRate } = column
    const low = column.low > 0 && found.low <= 0 ? found.high / 50 : found.low
    return { ...found, low, table, missingRate }
  }
}

/**
 * The same plan in another world: columns, target and words of the new domain, each mechanism bound to the counterparts
 * of its columns. Columns that no mechanism reads are left out where the domain has no more. Null: it has too few.
 */
export function rebindSpec(spec: SpecDraft, domain: Domain): SpecDraft | null {
  const target = targetIn(spec, domain)
  const counterpart = counterparts(spec, domain, target.name)
  const bound = new Set(spec.mechanisms.flatMap(({ columns }) => Object.values(columns)))
  // What a mechanism reads chooses first.
  const ordered = [...spec.columns].sort((a, b) => Number(bound.has(b.name)) - Number(bound.has(a.name)))
  const renamed = new Map(ordered.map((column) => [column, counterpart(column)]))
  if (ordered.some((column) => bound.has(column.name) && renamed.get(column) === null)) return null
  const nameOf = new Map(
    spec.columns.map((column) => [column.name, renamed.get(column)?.name ?? column.name]),
  )
  return {
    ...spec,
    title: questionOf({ task: spec.task, target }, domain),
    stakeholder: domain.stakeholder,
    entity: domain.entity,
    domain: { family: domain.family, id: domain.id },
    target,
    ...(spec.prose && { prose: proseOf(domain, spec.task, { form: 0, words: spec.prose.words }) }),
    columns: spec.columns.flatMap((column) => renamed.get(column) ?? []),
    mechanisms: spec.mechanisms.map((one) => ({
      ...one,
      columns: Object.fromEntries(
        Object.entries(one.columns).map(([role, name]) => [role, nameOf.get(name) ?? name]),
      ),
    })),
  }
}
