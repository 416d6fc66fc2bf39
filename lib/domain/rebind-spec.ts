import { assignColumns, type Offer } from '#lib/domain/artefacts/assign-columns.ts'
import { asksForAuthor } from '#lib/domain/artefacts/author-target.ts'
import type { MechanismMeta } from '#lib/domain/artefacts/catalogue.ts'
import { actsAsTold } from '#lib/domain/artefacts/causes.ts'
import type { Domain, DomainColumn } from '#lib/domain/artefacts/domain-record.ts'
import { firstDay, spanOf } from '#lib/domain/artefacts/first-day.ts'
import { freeGroup, groupsOf } from '#lib/domain/artefacts/free-group.ts'
import { keepLimits, readPositive } from '#lib/domain/artefacts/keep-limits.ts'
import { type Below, levelNames } from '#lib/domain/artefacts/level-names.ts'
import { isWhole } from '#lib/domain/artefacts/meanings.ts'
import { proseOf } from '#lib/domain/artefacts/prose-of.ts'
import { seenIn } from '#lib/domain/artefacts/seen-in.ts'
import type { SpecColumn } from '#lib/domain/artefacts/spec.ts'
import { toldLevels } from '#lib/domain/artefacts/told-levels.ts'
import { worldTarget } from '#lib/domain/artefacts/world-target.ts'
import { seededRandom } from '#lib/domain/random.ts'
import { resenseSpec } from '#lib/domain/resense-spec.ts'
import type { SpecDraft } from '#lib/domain/spec-check.ts'
import { questionOf } from '#lib/domain/titles.ts'

/** More levels than any category of a domain has: a group that rows belong to. */
const MOST_LEVELS = 12

/** Who wrote a text can be asked in every world. A tail stays with its plan, zeros where the other target has some. */
function targetIn({ task, target }: SpecDraft, domain: Domain): SpecDraft['target'] {
  if (asksForAuthor({ task, target })) return target
  const { skew, zeros } = target
  return {
    ...worldTarget(domain, task, Math.max(3, target.classes?.length ?? 3)),
    ...(skew !== undefined && { skew }),
    ...(zeros !== undefined && domain.targets.regression.zeros !== undefined && { zeros }),
  }
}

type Category = Extract<SpecColumn, { kind: 'categorical' }>
type NumberColumn = Extract<SpecColumn, { kind: 'numeric' }>

type Played = readonly { meta: MechanismMeta; columns: Readonly<Record<string, string>> }[]

function playedBy({ mechanisms, inventions = [] }: SpecDraft, catalogue: readonly MechanismMeta[]): Played {
  const all = [...catalogue, ...inventions.map(({ meta }) => meta)]
  return mechanisms.flatMap(({ id, columns }) => {
    const meta = all.find((one) => one.id === id)
    return meta ? [{ meta, columns }] : []
  })
}

/** What of a domain can stand where mechanisms read a column, by that column's name; null: it has none. */
function offersFor(played: Played, domain: Domain): Map<string, Offer> | null {
  const metas = played.map(({ meta }) => meta)
  const { causes: _, ...anyway } = domain
  // Somebody who wants a rule where the world gives no cause for it has one of their own.
  const assigned = assignColumns(metas, domain, null) ?? assignColumns(metas, anyway, null)
  return (
    assigned &&
    new Map(assigned.map(({ at, role, offer }) => [played[at]?.columns[role.name] ?? '', offer] as const))
  )
}

/** Draws that come of a column's levels: a plan that moves to a world always has the same names there. */
function namedAfter({ categories }: Category): Below {
  const code = [...categories.join()].reduce((sum, letter) => (31 * sum + letter.charCodeAt(0)) | 0, 0)
  const next = seededRandom(code)
  return (n) => Math.floor(next() * n)
}

function asCategory(column: Category, offer: Exclude<Offer, { kind: 'numeric' }>, table: string): Category {
  const { name } = offer
  // The groups of one world fix other columns than those of another.
  const { per: _, daily: __, seasons: ___, usual: ____, groups: _____, cycle: ______, ...own } = column
  const kind = offer.kind === 'group' ? { groups: groupsOf(offer) } : {}
  const categories =
    offer.kind === 'categorical'
      ? offer.categories.slice(0, column.categories.length)
      : levelNames(offer.names, column.categories.length, namedAfter(column))
  const told = offer.kind === 'categorical' ? toldLevels(offer, categories) : {}
  return { ...own, ...kind, name, categories, table, ...told }
}

function asNumber(
  { low: before, missingRate }: NumberColumn,
  { meaning, lasts: _, tallies: __, filled: ___, ...own }: Extract<Offer, { kind: 'numeric' }>,
  table: string,
): NumberColumn {
  const low = before > 0 && own.low <= 0 ? (own.step ?? own.high / 50) : own.low
  const counted = isWhole({ ...own, meaning }) ? { low: Math.ceil(low), whole: true } : { low }
  return { ...own, ...counted, table, missingRate }
}

/** The year in which the dates of a plan begin; one without has none to move, and any year will do. */
const yearOf = ({ columns }: SpecDraft): number => {
  const starts = columns.flatMap((column) => (column.kind === 'date' ? [column.start] : []))
  return Number((starts.sort()[0] ?? '2000').slice(0, 4))
}

/** Gives each column of a spec its counterpart in a domain, each of those once; `bound`: those that mechanisms read. */
function counterparts(
  spec: SpecDraft,
  domain: Domain,
  { target, bound }: { target: string; bound: ReadonlyMap<string, Offer> },
) {
  const used = new Set([target, 'id', ...[...bound.values()].map(({ name }) => name)])
  const tables = [...new Set(spec.columns.map(({ table }) => table))].filter((table) => table !== 'main')
  const tableOf = (table: string) =>
    table === 'main' ? table : tables.indexOf(table) === 0 ? domain.child.table : `${domain.group.name}_facts`
  const take = (wanted: (one: DomainColumn) => boolean, isChild: boolean) => {
    const own = isChild ? [...domain.child.columns, ...domain.columns] : domain.columns
    const found = own.find((one) => !used.has(one.name) && wanted(one))
    if (found !== undefined) used.add(found.name)
    return found
  }
  const year = yearOf(spec)
  const group = (column: Category): SpecColumn | null => {
    const free = freeGroup(domain, used)
    if (free === undefined) return null
    used.add(free.name)
    return asCategory(column, { kind: 'group', ...free }, tableOf(column.table))
  }
  return (column: SpecColumn): SpecColumn | null => {
    const table = tableOf(column.table)
    const isChild = column.table !== 'main'
    if (column.kind === 'text' || column.kind === 'path') return { ...column, table }
    if (column.kind === 'date') {
      const { visits: _, never: __, ...own } = column
      const visits = isChild ? domain.child.visits : undefined
      const never = isChild ? undefined : domain.date.never
      return {
        ...own,
        ...(visits && { visits }),
        ...(never && { never }),
        table,
        name: isChild ? domain.child.date : domain.date.name,
        start: firstDay(domain, { modality: spec.modality, table, days: column.days, year }),
        days: spanOf(domain, { modality: spec.modality, table, days: column.days }),
      }
    }
    const offer = bound.get(column.name)
    if (column.kind === 'categorical') {
      if (offer !== undefined && offer.kind !== 'numeric') return asCategory(column, offer, table)
      const count = column.categories.length
      const found =
        count > MOST_LEVELS
          ? undefined
          : take((one) => one.kind === 'categorical' && one.categories.length >= count, isChild)
      if (found?.kind !== 'categorical') return group(column)
      return asCategory(column, found, table)
    }
    if (offer?.kind === 'numeric') return asNumber(column, offer, table)
    const found =
      take((one) => one.kind === 'numeric' && (column.low <= 0 || one.low > 0), isChild) ??
      take((one) => one.kind === 'numeric', isChild)
    return found?.kind === 'numeric' ? asNumber(column, found, table) : null
  }
}

/**
 * The same plan in another world: columns, target and words of the new domain, each mechanism bound to columns that
 * measure what it needs. Columns that no mechanism reads are left out where the domain has no more. Null: it has too few.
 */
export function rebindSpec(
  spec: SpecDraft,
  world: Domain,
  catalogue: readonly MechanismMeta[],
): SpecDraft | null {
  const domain = seenIn(spec.modality, world)
  const target = targetIn(spec, domain)
  const played = playedBy(spec, catalogue)
  const offers = offersFor(played, domain)
  if (offers === null) return null
  const counterpart = counterparts(spec, domain, { target: target.name, bound: offers })
  const bound = new Set(spec.mechanisms.flatMap(({ columns }) => Object.values(columns)))
  // What a mechanism reads chooses first.
  const ordered = [...spec.columns].sort((a, b) => Number(bound.has(b.name)) - Number(bound.has(a.name)))
  const renamed = new Map(ordered.map((column) => [column, counterpart(column)]))
  if (ordered.some((column) => bound.has(column.name) && renamed.get(column) === null)) return null
  const nameOf = new Map(
    spec.columns.map((column) => [column.name, renamed.get(column)?.name ?? column.name]),
  )
  const newNames = (columns: Played[number]['columns']) =>
    Object.fromEntries(Object.entries(columns).map(([role, name]) => [role, nameOf.get(name) ?? name]))
  const positive = readPositive(
    played.map(({ meta }) => meta),
    played.map(({ columns }) => newNames(columns)),
  )
  const moved = {
    ...spec,
    title: questionOf({ task: spec.task, target }, domain),
    stakeholder: domain.stakeholder,
    entity: domain.entity,
    domain: { family: domain.family, id: domain.id },
    target,
    ...(spec.picture && { picture: { ...spec.picture, ground: domain.ground } }),
    ...(spec.sound && domain.sound && { sound: { ...spec.sound, site: domain.sound.site } }),
    ...(spec.prose && { prose: proseOf(domain, spec.task, { form: 0, words: spec.prose.words }) }),
    style: { ...spec.style, ...(spec.style.rhythms && { rhythms: domain.date.rhythms }) },
    columns: keepLimits(
      spec.columns.flatMap((column) => renamed.get(column) ?? []),
      positive,
    ),
    mechanisms: spec.mechanisms.map(({ reads: _, crossings: __, ...one }) => {
      const columns = newNames(one.columns)
      return { ...one, columns, ...actsAsTold({ id: one.id, columns }, { task: spec.task, target }, domain) }
    }),
  }
  return resenseSpec(moved, domain, spec)
}
