import {
  assignColumns,
  columnsOf,
  isFixed,
  type NumericColumn,
  type Offer,
  type Role,
} from '#lib/domain/artefacts/assign-columns.ts'
import type { MechanismMeta } from '#lib/domain/artefacts/catalogue.ts'
import type { Domain, DomainColumn } from '#lib/domain/artefacts/domain-record.ts'
import { firstDay, spanOf } from '#lib/domain/artefacts/first-day.ts'
import { freeGroup, groupsOf } from '#lib/domain/artefacts/free-group.ts'
import { keepLimits, readPositive } from '#lib/domain/artefacts/keep-limits.ts'
import { levelNames } from '#lib/domain/artefacts/level-names.ts'
import { mapColumns } from '#lib/domain/artefacts/map-columns.ts'
import { isWhole } from '#lib/domain/artefacts/meanings.ts'
import { WHOLE_YEAR } from '#lib/domain/artefacts/season.ts'
import type { SpecColumn } from '#lib/domain/artefacts/spec.ts'
import { toldLevels } from '#lib/domain/artefacts/told-levels.ts'
import { FILE_COLUMNS, type Modality, type TaskType } from '#lib/domain/vocabulary.ts'
import { chooseColumns, shuffleByStrength } from '#lib/pipeline/strategy/choose-columns.ts'
import { spreadMissing, unevenMissing } from '#lib/pipeline/strategy/gaps.ts'
import type { Draw } from '#lib/pipeline/strategy/mutate.ts'

export type Binding = { columns: SpecColumn[]; roles: Record<string, string>[] }
/** `year`: in which dates begin, and `days` how many they span. */
export type BindingWish = {
  modality: Modality
  missingRate: number
  cardinality: number
  days: number
  year: number
}
/** What the columns are to tell of, how wide the main table becomes, whether its rows have groups and dates, and whether few columns have all gaps. */
type TableWish = {
  task: TaskType
  numeric: number
  categorical: number
  groups: boolean | 'where-free'
  dates: boolean
  spreadMissing: boolean
}

/** So many groups at least, where rows come in groups. */
const LEAST_GROUPS = 8
const ANY_LEVELS = [2, 8] as const
/** What fewer groups fix takes so few values that it says nothing beside the group itself. */
const LEAST_FIXING = 4
/** With fewer numbers, of which groups fix some, rows of the test would repeat training rows by chance. */
const WIDE = 5

/** Writes a domain's columns down, each once, and remembers what the spec holds so far. */
class ColumnDesk {
  readonly taken: SpecColumn[] = []
  private readonly domain: Domain
  private readonly draw: Draw
  private readonly wish: BindingWish
  private readonly tables = new Map<string, string>()

  constructor(domain: Domain, draw: Draw, wish: BindingWish) {
    this.domain = domain
    this.draw = draw
    this.wish = wish
  }

  private tableName(table: string): string {
    if (table === 'main') return 'main'
    const known = this.tables.get(table)
    if (known !== undefined) return known
    const name = this.tables.size === 0 ? this.domain.child.table : `${this.domain.group.name}_facts`
    this.tables.set(table, name)
    return name
  }

  private add(column: SpecColumn): string {
    this.taken.push(column)
    return column.name
  }

  private get used(): ReadonlySet<string> {
    return new Set(this.taken.map(({ name }) => name))
  }

  private numeric(
    { meaning, lasts: _, tallies: __, filled: ___, ...found }: NumericColumn,
    { positive, table, per }: { positive: boolean; table: string; per: string | undefined },
  ): string {
    const low = positive && found.low <= 0 ? (found.step ?? found.high / 50) : found.low
    const whole = isWhole({ ...found, meaning }) ? { low: Math.ceil(low), whole: true } : { low }
    const missingRate = table === 'main' ? this.wish.missingRate : 0
    return this.add({ ...found, ...whole, ...(per && { per }), table, missingRate })
  }

  /** How many levels both the seed and the role are content with. */
  private levels([fewest, most]: readonly [number, number]): number {
    return Math.max(fewest, Math.min(most, this.wish.cardinality || 4))
  }

  private group(group: Domain['group'], levels: number, table: string): string {
    const { name, names } = group
    const categories = levelNames(names, levels, this.draw(`names/${name}`).below)
    return this.add({
      kind: 'categorical',
      name,
      categories,
      groups: groupsOf(group),
      table,
      missingRate: 0,
    })
  }

  private date(table: string): string {
    const name = table === 'main' ? this.domain.date.name : this.domain.child.date
    const known = this.taken.find((column) => column.name === name)
    if (known) return known.name
    const { days, modality, year } = this.wish
    const start = firstDay(this.domain, { modality, table, days, year })
    const span = spanOf(this.domain, { modality, table, days })
    const visits = table === 'main' ? undefined : this.domain.child.visits
    const never = table === 'main' ? this.domain.date.never : undefined
    return this.add({
      kind: 'date',
      name,
      table,
      start,
      days: span,
      ...(visits && { visits }),
      ...(never && { never }),
      missingRate: 0,
    })
  }

  /** A column that the world offers, as a role needs it; `per`: the group that fixes it. */
  take(
    { positive, levels, table: of }: Pick<Role, 'positive' | 'levels' | 'table'>,
    offer: Offer,
    per?: string,
  ): string {
    const table = this.tableName(of)
    if (offer.kind === 'numeric') return this.numeric(offer, { positive, table, per })
    // A cause may be about any level of a child table's category, so that it keeps them all.
    const count = table === 'main' ? this.levels(levels ?? ANY_LEVELS) : (levels ?? ANY_LEVELS)[1]
    if (offer.kind === 'group') return this.group(offer, count, table)
    const { kind, name } = offer
    const categories = offer.categories.slice(0, count)
    const told = toldLevels(offer, categories)
    return this.add({ kind, name, categories, ...told, ...(per && { per }), table, missingRate: 0 })
  }

  /** A date, a text, a picture or a sound: mechanisms share them; `file` names the column of a path. */
  share({ kind, table: of }: Pick<Role, 'table'> & { kind: 'date' | 'text' | 'path' }, file: string): string {
    const table = this.tableName(of)
    if (kind === 'date') return this.date(table)
    const known = this.taken.find((one) => one.kind === kind)
    return known?.name ?? this.add({ kind, name: kind === 'text' ? 'text' : file, table, missingRate: 0 })
  }

  /**
   * A column whose values many rows share, where no mechanism brought one and the world has one left. `always`: also one
   * that in this world fixes a column which a mechanism draws for every row.
   */
  cluster(always: boolean): void {
    const isCluster = (column: SpecColumn) =>
      column.kind === 'categorical' && column.table === 'main' && column.categories.length >= LEAST_GROUPS
    const free = freeGroup(this.domain, this.used)
    if (free === undefined || this.taken.some(isCluster)) return
    if (always || !this.taken.some(({ name }) => isFixed(name, free)))
      this.group(free, Math.max(LEAST_GROUPS, this.wish.cardinality), 'main')
  }

  /** The groups of the rows that fix a column of the world, by their columns. */
  private fixersOf(name: string): SpecColumn[] {
    const { group, moreGroups } = this.domain
    const fixing = [group, ...moreGroups].filter((one) => isFixed(name, one))
    return this.taken.filter((column) => fixing.some((one) => one.name === column.name))
  }

  /** Whether a column can be part of the table: what a group fixes asks for groups enough to tell it by. */
  private fits(column: DomainColumn): boolean {
    const [fixer, another] = this.fixersOf(column.name)
    if (fixer === undefined) return true
    const groups = fixer.kind === 'categorical' && fixer.table === 'main' ? fixer.categories.length : 0
    const levels = column.kind === 'categorical' ? Math.min(ANY_LEVELS[1], column.categories.length) : 0
    return another === undefined && groups >= Math.max(LEAST_FIXING, levels)
  }

  /** A date of every row, where no mechanism brought one, and none reads what there is only for a part of the year. */
  calendar(): void {
    const comesAndGoes = (one: SpecColumn) => one.kind === 'numeric' && one.season !== undefined
    if (!this.taken.some(comesAndGoes)) this.date('main')
  }

  /** Columns that no mechanism reads. They run out silently: a domain has no more than it has. */
  distract(kind: 'numeric' | 'categorical', wanted: number, task: TaskType): void {
    const have = this.taken.filter((c) => c.kind === kind && c.table === 'main').length
    const isNarrow = kind === 'numeric' && wanted < WIDE
    const free = columnsOf(this.domain, kind, false).filter(
      (column) =>
        !this.used.has(column.name) &&
        (isNarrow ? this.fixersOf(column.name).length === 0 : this.fits(column)),
    )
    const place = { domain: this.domain, task, taken: this.used }
    const chosen = chooseColumns(free, wanted - have, place, this.draw(`distractors/${kind}`))
    for (const column of chosen) {
      const [fixer] = this.fixersOf(column.name)
      this.take({ positive: false, levels: null, table: 'main' }, column, fixer?.name)
    }
  }
}

function bindRoles(
  desk: ColumnDesk,
  mechanisms: readonly MechanismMeta[],
  place: { domain: Domain; task: TaskType },
  draw: Draw,
) {
  const { domain } = place
  const assigned = assignColumns(mechanisms, domain, (meta, role) => ({
    shuffle: (columns) => shuffleByStrength(columns, place, draw(`bind/${meta.id}/${role.name}`)),
  }))
  if (assigned === null) throw new Error(`${domain.id} has no columns for what was chosen in it`)
  return mechanisms.map(({ modality, roles }, at) =>
    Object.fromEntries(
      roles.map((role) => {
        const { kind, table } = role
        if (kind !== 'numeric' && kind !== 'categorical')
          return [role.name, desk.share({ kind, table }, FILE_COLUMNS[modality] ?? 'file')]
        const found = assigned.find((one) => one.at === at && one.role === role)
        if (found === undefined) throw new Error('unreachable: every such role is assigned')
        return [role.name, desk.take(role, found.offer)]
      }),
    ),
  )
}

const filledOf = ({ columns, map }: Domain): ReadonlySet<string> =>
  new Set([
    ...columns.flatMap((one) => (one.kind === 'numeric' && one.filled ? [one.name] : [])),
    ...mapColumns({ map }).map(({ name }) => name),
  ])

/** The columns, of which the date spans a year where some have a season: each level and amount comes at its time. */
function throughTheYear(columns: readonly SpecColumn[]): SpecColumn[] {
  const isSeasonal = columns.some(
    (one) => (one.kind === 'numeric' && one.season) || (one.kind === 'categorical' && one.seasons),
  )
  return columns.map((one) =>
    isSeasonal && one.kind === 'date' && one.table === 'main' ? { ...one, days: WHOLE_YEAR } : one,
  )
}

/**
 * Gives every role of every mechanism a column of the domain that measures what it needs, then adds those that people
 * of the trade would look at, until the table is about as wide as the seed's. Two mechanisms share dates, text and
 * pictures, never numbers or categories.
 */
export function bindColumns(
  mechanisms: readonly MechanismMeta[],
  domain: Domain,
  wish: BindingWish & TableWish,
  draw: Draw,
): Binding {
  const desk = new ColumnDesk(domain, draw, wish)
  const roles = bindRoles(desk, mechanisms, { domain, task: wish.task }, draw)
  if (wish.groups) desk.cluster(wish.groups === true)
  if (wish.dates) desk.calendar()
  desk.distract('numeric', wish.numeric, wish.task)
  desk.distract('categorical', wish.categorical, wish.task)
  const read = new Set(roles.flatMap((one) => Object.values(one)))
  const columns = wish.spreadMissing
    ? spreadMissing(desk.taken, wish.missingRate)
    : unevenMissing(desk.taken, wish.missingRate, { read, filled: filledOf(domain) }, draw('gaps-by-column'))
  const kept = keepLimits(columns, readPositive(mechanisms, roles))
  return { columns: draw('column-order').shuffle(throughTheYear(kept)), roles }
}
