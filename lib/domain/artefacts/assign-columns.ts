import type { MechanismMeta } from '#lib/domain/artefacts/catalogue.ts'
import { actsThrough, causesOf } from '#lib/domain/artefacts/causes.ts'
import type { Cause, Domain, DomainColumn } from '#lib/domain/artefacts/domain-record.ts'
import { mapColumns } from '#lib/domain/artefacts/map-columns.ts'
import { canDivide, meaningOf } from '#lib/domain/artefacts/meanings.ts'
import { isPartOf, type RatioPart, ratioPart } from '#lib/domain/artefacts/ratios.ts'

/** Puts a role's offers into another order. */
type Shuffler = { shuffle: <T extends { name: string }>(items: readonly T[]) => T[] }

export type Role = MechanismMeta['roles'][number]
export type NumericColumn = Extract<DomainColumn, { kind: 'numeric' }>
type Group = { kind: 'group' } & Domain['group']
/** What of a world can play a role: one of its columns, or a group that its rows belong to. */
export type Offer = DomainColumn | Group

/** A category of more levels is a group that rows belong to, and so are the places that a series runs at. */
const MOST_CATEGORIES = 8
const PLACES = ['site']

/** Whether a column measures what a role makes sense of; a place on a map only plays roles that ask for one. */
export function admits({ meanings, positive }: Role, column: NumericColumn): boolean {
  const meaning = meaningOf(column)
  if (positive && column.low < 0) return false
  if (meanings === undefined) return meaning !== 'coordinate'
  return meaning !== null && meanings.includes(meaning)
}

/** A noisy signal is read off an instrument, never set in steps: its mechanism draws it so. */
const SIGNALS = ['signal']
const asRead = ({ name }: Role, { step, ...column }: NumericColumn): NumericColumn =>
  step === undefined || SIGNALS.includes(name) ? column : { ...column, step }

/** Whether a role's date follows a rhythm that matters in the world. */
const isInRhythm = ({ meanings }: Role, { date }: Domain): boolean =>
  meanings === undefined || date.rhythms.some((rhythm) => meanings.includes(rhythm))

/** Columns of a kind in a table: its own where it has any, else the world's. */
export function columnsOf<Kind extends DomainColumn['kind']>(domain: Domain, kind: Kind, isChild: boolean) {
  const ofKind = (column: DomainColumn): column is Extract<DomainColumn, { kind: Kind }> =>
    column.kind === kind
  const own = isChild ? domain.child.columns.filter(ofKind) : []
  return own.length > 0 ? own : domain.columns.filter(ofKind)
}

const shuffled = <T extends { name: string }>(list: readonly T[], draw: Shuffler | null): readonly T[] =>
  draw?.shuffle(list) ?? list

/** What can play a role, in pools of which an earlier one comes first. */
function poolsFor(role: Role, domain: Domain): readonly (readonly Offer[])[] {
  const isChild = role.table !== 'main'
  if (role.kind === 'numeric') {
    const all = [...columnsOf(domain, 'numeric', isChild), ...(isChild ? [] : mapColumns(domain))]
    const fits = all.filter((column) => admits(role, column)).map((column) => asRead(role, column))
    // A column that is positive by itself comes before one whose lower end has to be moved.
    return role.positive ? [fits.filter(({ low }) => low > 0), fits.filter(({ low }) => low <= 0)] : [fits]
  }
  const [fewest, most] = role.levels ?? [2, MOST_CATEGORIES]
  const isGroup = most > MOST_CATEGORIES || PLACES.includes(role.name)
  const fits = columnsOf(domain, 'categorical', isChild).filter((c) => c.categories.length >= fewest)
  const groups = [domain.group, ...domain.moreGroups].map((group): Group => ({ kind: 'group', ...group }))
  return [...(isGroup ? [] : [fits]), ...groups.map((group) => [group])]
}

/** Whether there is none of a number for much of the year: a rule over dates would have nothing to read then. */
const comesAndGoes = (offer: Offer): boolean => offer.kind === 'numeric' && offer.season !== undefined

/** A role of the mechanism at a place, why that mechanism acts here, and what can play the role. */
type Slot = {
  at: number
  role: Role
  part: RatioPart | null
  causes: readonly Cause[] | null
  offers: readonly Offer[]
}

/**
 * Where a world lists its ratios or causes, what has a part in one by that list, in one pool; else what fits the role.
 */
function offers(
  { roles }: MechanismMeta,
  { role, part, causes }: Omit<Slot, 'offers'>,
  domain: Domain,
  draw: Shuffler | null,
): readonly Offer[] {
  const { ratios } = domain
  const isDated = roles.some(({ kind, table }) => kind === 'date' && table === 'main')
  const pools = poolsFor(role, domain).map((pool) => pool.filter((one) => !isDated || !comesAndGoes(one)))
  const isListed = ({ name }: Offer) =>
    (causes === null || causes.some((cause) => actsThrough(cause, role.name, name))) &&
    (part === null || ratios === undefined || ratios.some((ratio) => isPartOf(ratio, part, name)))
  const isNamed = causes?.some(({ columns }) => columns[role.name] !== undefined) ?? false
  if (isNamed || (part !== null && ratios !== undefined)) return shuffled(pools.flat().filter(isListed), draw)
  return pools.flatMap((pool) => shuffled(pool, draw))
}

export type Assignment = readonly { at: number; role: Role; part: RatioPart | null; offer: Offer }[]

function isRate({ role }: Slot, offer: Offer, beside: Assignment): boolean {
  return beside.every((other) => {
    if (other.offer.kind !== 'numeric' || offer.kind !== 'numeric') return true
    if (role.divides === other.role.name) return canDivide(other.offer, offer)
    return other.role.divides !== role.name || canDivide(offer, other.offer)
  })
}

/** Whether what a mechanism divides is a ratio of the world, with its norm; in a world that lists none any rate is. */
function isRatio(slot: Slot, offer: Offer, chosen: Assignment, ratios: Domain['ratios']): boolean {
  const { at, part } = slot
  const beside = chosen.filter((one) => one.at === at)
  if (part === null || ratios === undefined) return isRate(slot, offer, beside)
  const parts = [...beside, { part, offer }].filter((one) => one.part?.over === part.over)
  return ratios.some((ratio) =>
    parts.every((one) => one.part !== null && isPartOf(ratio, one.part, one.offer.name)),
  )
}

/** Whether what a mechanism reads has one cause together. */
function hasCause({ at, role, causes }: Slot, offer: Offer, chosen: Assignment): boolean {
  const parts = [...chosen.filter((one) => one.at === at), { role, offer }]
  return (
    causes?.some((cause) => parts.every((one) => actsThrough(cause, one.role.name, one.offer.name))) ?? true
  )
}

/** Plays the slots in turn; the first that has no offer left takes back what was chosen before it. */
function assign(slots: readonly Slot[], chosen: Assignment, ratios: Domain['ratios']): Assignment | null {
  const [slot, ...rest] = slots
  if (slot === undefined) return chosen
  const used = new Set(chosen.map(({ offer }) => offer.name))
  for (const offer of slot.offers) {
    if (used.has(offer.name) || !isRatio(slot, offer, chosen, ratios) || !hasCause(slot, offer, chosen))
      continue
    if (chosen.some((other) => isFixedBy(offer, other.offer) || isFixedBy(other.offer, offer))) continue
    const { at, role, part } = slot
    const found = assign(rest, [...chosen, { at, role, part, offer }], ratios)
    if (found !== null) return found
  }
  return null
}

/** Whether all rows of a group have the same value of a column. */
export const isFixed = (name: string, group: Pick<Group, 'fixes'>): boolean =>
  group.fixes?.includes(name) ?? false

const isFixedBy = (column: Offer, group: Offer): boolean =>
  group.kind === 'group' && isFixed(column.name, group)

const isColumn = ({ kind }: Role): boolean => kind === 'numeric' || kind === 'categorical'

/**
 * A column of the world for every role of every mechanism that needs a number or a category, each column once and each
 * by its meaning, what is divided only as the world divides it, and along a cause where the mechanism asks for one; null
 * where the world has none. Without `draw` only whether there is one.
 */
export function assignColumns(
  mechanisms: readonly MechanismMeta[],
  domain: Domain,
  draw: ((meta: MechanismMeta, role: Role) => Shuffler) | null,
): Assignment | null {
  if (mechanisms.some(({ roles }) => roles.some((one) => one.kind === 'date' && !isInRhythm(one, domain))))
    return null
  if (domain.sound === undefined && mechanisms.some(({ modality }) => modality === 'audio')) return null
  if (mechanisms.some((meta) => causesOf(meta, domain)?.length === 0)) return null
  const slots = mechanisms.flatMap((meta, at) =>
    meta.roles.filter(isColumn).map((role): Slot => {
      const slot = { at, role, part: ratioPart(meta, role), causes: causesOf(meta, domain) }
      return { ...slot, offers: offers(meta, slot, domain, draw?.(meta, role) ?? null) }
    }),
  )
  // Who has the least choice chooses first.
  return assign(
    slots.sort((a, b) => a.offers.length - b.offers.length),
    [],
    domain.ratios,
  )
}

/** Whether mechanisms make sense in a world, together. */
export const canPlay = (mechanisms: readonly MechanismMeta[], domain: Domain): boolean =>
  (domain.pictured !== false || mechanisms.every(({ modality }) => modality !== 'image')) &&
  (domain.child.joined !== false || mechanisms.every(({ modality }) => modality !== 'join')) &&
  assignColumns(mechanisms, domain, null) !== null
