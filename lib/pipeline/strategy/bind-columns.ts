import type { MechanismMeta } from '#lib/domain/artefacts/catalogue.ts'
import type { Domain, DomainColumn } from '#lib/domain/artefacts/domain-record.ts'
import { freeGroup } from '#lib/domain/artefacts/free-group.ts'
import type { SpecColumn } from '#lib/domain/artefacts/spec.ts'
import type { Draw } from '#lib/pipeline/strategy/mutate.ts'

type Role = MechanismMeta['roles'][number]
export type Binding = { columns: SpecColumn[]; roles: Record<string, string>[] }
export type BindingWish = { missingRate: number; cardinality: number; days: number }
/** How wide the main table becomes, whether its rows have groups and dates, and whether few columns have all gaps. */
type TableWish = {
  numeric: number
  categorical: number
  groups: boolean
  dates: boolean
  spreadMissing: boolean
}

/** Names that the format gives to text bodies and pictures. */
const FIXED_NAMES = { text: 'text', path: 'image' } as const

/** A category of more levels is a group that rows belong to, and so are the places that a series runs at. */
const MOST_CATEGORIES = 8
const PLACES = ['site']
/** So many groups at least, where rows come in groups. */
const LEAST_GROUPS = 8

/** Hands out a domain's columns, each once, and remembers what the spec holds so far. */
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

  private free(kind: DomainColumn['kind'], table: string): DomainColumn[] {
    const own = table === this.domain.child.table ? this.domain.child.columns : []
    const used = new Set(this.taken.map((column) => column.name))
    const list = (columns: readonly DomainColumn[]) =>
      columns.filter((c) => c.kind === kind && !used.has(c.name))
    return list(own).length > 0 ? list(own) : list(this.domain.columns)
  }

  private numeric(role: Pick<Role, 'name' | 'positive'>, table: string): string {
    const stream = this.draw(`bind/${table}/${role.name}/${this.taken.length}`)
    const all = this.free('numeric', table).filter((column) => column.kind === 'numeric')
    const positive = all.filter((column) => column.low > 0)
    const found = stream.pick(role.positive && positive.length > 0 ? positive : all)
    const low = role.positive && found.low <= 0 ? found.high / 50 : found.low
    return this.add({ ...found, low, table, missingRate: table === 'main' ? this.wish.missingRate : 0 })
  }

  /** A category column, cut to a number of levels that both the seed and the mechanism are content with. */
  private categorical(role: Pick<Role, 'name' | 'levels'>, table: string): string {
    const stream = this.draw(`bind/${table}/${role.name}/${this.taken.length}`)
    const [fewest, most] = role.levels ?? [2, 8]
    const wanted = Math.min(most, Math.max(fewest, this.wish.cardinality || 4))
    const fits = this.free('categorical', table).filter(
      (c) => c.kind === 'categorical' && c.categories.length >= fewest,
    )
    const isGroup = most > MOST_CATEGORIES || PLACES.includes(role.name)
    if (fits.length === 0 || isGroup) return this.group(Math.max(wanted, fewest), table)
    const found = stream.pick(fits)
    if (found.kind !== 'categorical') throw new Error('unreachable: only category columns are offered')
    const categories = found.categories.slice(0, Math.max(wanted, fewest))
    return this.add({ ...found, categories, table, missingRate: 0 })
  }

  private group(levels: number, table: string): string {
    const { name, prefix } = freeGroup(this.domain, new Set(this.taken.map((column) => column.name)))
    const categories = Array.from({ length: levels }, (_, i) => `${prefix}${String(i + 1).padStart(2, '0')}`)
    return this.add({ kind: 'categorical', name, categories, table, missingRate: 0 })
  }

  private date(table: string): string {
    const name = table === 'main' ? this.domain.date.name : this.domain.child.date
    const known = this.taken.find((column) => column.name === name)
    if (known) return known.name
    return this.add({
      kind: 'date',
      name,
      table,
      start: this.domain.date.start,
      days: this.wish.days,
      missingRate: 0,
    })
  }

  bind(role: Role): string {
    const table = this.tableName(role.table)
    switch (role.kind) {
      case 'numeric':
        return this.numeric(role, table)
      case 'categorical':
        return this.categorical(role, table)
      case 'date':
        return this.date(table)
      case 'text':
      case 'path':
        return (
          this.taken.find((c) => c.kind === role.kind)?.name ??
          this.add({ kind: role.kind, name: FIXED_NAMES[role.kind], table, missingRate: 0 })
        )
    }
  }

  /** A column whose values many rows share, where no mechanism brought one. */
  cluster(): void {
    const isCluster = (column: SpecColumn) =>
      column.kind === 'categorical' && column.table === 'main' && column.categories.length >= LEAST_GROUPS
    if (!this.taken.some(isCluster)) this.group(Math.max(LEAST_GROUPS, this.wish.cardinality), 'main')
  }

  /** A date of every row, where no mechanism brought one. */
  calendar(): void {
    this.date('main')
  }

  /** Columns that no mechanism reads. They run out silently: a domain has no more than it has. */
  distract(numeric: number, categorical: number): void {
    for (let i = 0; i < numeric && this.free('numeric', 'main').length > 0; i++)
      this.numeric({ name: `distractor-${i}`, positive: false }, 'main')
    for (let i = 0; i < categorical && this.free('categorical', 'main').length > 0; i++)
      this.categorical({ name: `distractor-${i}`, levels: [2, 8] }, 'main')
  }
}

/** A column with more gaps than this is one that nobody would use. */
const MOST_GAPS = 0.4

/** Only numbers have gaps: they get those of the other columns too, so that the table has as many as its seed. */
function spreadMissing(columns: readonly SpecColumn[], rate: number): SpecColumn[] {
  const main = columns.filter(({ table }) => table === 'main')
  const numeric = main.filter(({ kind }) => kind === 'numeric').length
  const own = Math.min(MOST_GAPS, Math.round((1000 * rate * main.length) / Math.max(1, numeric)) / 1000)
  return columns.map((column) =>
    column.kind === 'numeric' && column.table === 'main' ? { ...column, missingRate: own } : column,
  )
}

/**
 * Gives every role of every mechanism a column of the domain, then adds columns that do not matter until the table is
 * about as wide as the seed's. Two mechanisms share dates, text and pictures, never numbers or categories.
 */
export function bindColumns(
  mechanisms: readonly MechanismMeta[],
  domain: Domain,
  wish: BindingWish & TableWish,
  draw: Draw,
): Binding {
  const desk = new ColumnDesk(domain, draw, wish)
  const roles = mechanisms.map((meta) =>
    Object.fromEntries(meta.roles.map((role) => [role.name, desk.bind(role)])),
  )
  if (wish.groups) desk.cluster()
  if (wish.dates) desk.calendar()
  const bound = (kind: SpecColumn['kind']) =>
    desk.taken.filter((c) => c.kind === kind && c.table === 'main').length
  desk.distract(
    Math.max(0, wish.numeric - bound('numeric')),
    Math.max(0, wish.categorical - bound('categorical')),
  )
  const columns = wish.spreadMissing ? spreadMissing(desk.taken, wish.missingRate) : desk.taken
  return { columns: draw('column-order').shuffle(columns), roles }
}
