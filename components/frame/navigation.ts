import type { UserRole } from '#lib/domain/vocabulary.ts'

export type Place = {
  id: 'overview' | 'seeds' | 'runs' | 'environments' | 'review' | 'packs' | 'people' | 'status'
  label: string
  href: string
  /** Second key after `g`. */
  key: string
  roles: readonly UserRole[]
}

const EVERYBODY = ['owner', 'researcher', 'reviewer', 'viewer'] as const
const JUDGES = ['owner', 'researcher', 'reviewer'] as const

/** Every place of the product that works; the rail, the g-keys, the palette and the help read this list. */
export const PLACES: readonly Place[] = [
  { id: 'overview', label: 'Overview', href: '/', key: 'o', roles: EVERYBODY },
  { id: 'seeds', label: 'Seeds', href: '/seeds', key: 's', roles: EVERYBODY },
  { id: 'runs', label: 'Runs', href: '/runs', key: 'j', roles: EVERYBODY },
  { id: 'environments', label: 'Environments', href: '/environments', key: 'e', roles: EVERYBODY },
  { id: 'review', label: 'Review', href: '/review', key: 'r', roles: JUDGES },
  { id: 'packs', label: 'Packs', href: '/packs', key: 'p', roles: EVERYBODY },
  { id: 'people', label: 'People', href: '/people', key: 'u', roles: EVERYBODY },
  { id: 'status', label: 'Status', href: '/status', key: 'h', roles: EVERYBODY },
]

export const placesOf = (role: UserRole): readonly Place[] => PLACES.filter((place) => place.roles.includes(role))

/** The place that an address belongs to: the longest one that it begins with. */
export function placeAt(pathname: string): Place | null {
  const inside = PLACES.filter((place) => place.href !== '/' && `${pathname}/`.startsWith(`${place.href}/`))
  return inside[0] ?? (pathname === '/' ? (PLACES[0] ?? null) : null)
}
