import { type Capability, roleMay } from '#lib/domain/capabilities.ts'
import type { UserRole } from '#lib/domain/vocabulary.ts'

export type Place = {
  id:
    | 'overview'
    | 'seeds'
    | 'runs'
    | 'environments'
    | 'review'
    | 'packs'
    | 'training'
    | 'results'
    | 'connections'
    | 'people'
    | 'status'
  label: string
  href: string
  /** Second key after `g`. */
  key: string
  needs: Capability
}

/** Every place of the product that works; the rail, the g-keys, the palette and the help read this list. */
export const PLACES: readonly Place[] = [
  { id: 'overview', label: 'Overview', href: '/', key: 'o', needs: 'overview.read' },
  { id: 'seeds', label: 'Seeds', href: '/seeds', key: 's', needs: 'seed.read' },
  { id: 'runs', label: 'Runs', href: '/runs', key: 'j', needs: 'run.read' },
  { id: 'environments', label: 'Environments', href: '/environments', key: 'e', needs: 'environment.read' },
  { id: 'review', label: 'Review', href: '/review', key: 'r', needs: 'review.read' },
  { id: 'packs', label: 'Packs', href: '/packs', key: 'p', needs: 'pack.read' },
  { id: 'training', label: 'Training', href: '/training', key: 't', needs: 'training.read' },
  { id: 'results', label: 'Results', href: '/results', key: 'b', needs: 'results.read' },
  { id: 'connections', label: 'Connections', href: '/connections', key: 'c', needs: 'connection.read' },
  { id: 'people', label: 'People', href: '/people', key: 'u', needs: 'people.list' },
  { id: 'status', label: 'Status', href: '/status', key: 'h', needs: 'overview.read' },
]

/** Pages inside of places that people look for by name. */
const PAGES: readonly { label: string; href: string; needs: Capability }[] = [
  { label: 'New run', href: '/runs/new', needs: 'run.start' },
  { label: 'Compare two runs', href: '/runs/compare', needs: 'run.read' },
  { label: 'Import training logs', href: '/training/import', needs: 'training.import' },
]

export const placesOf = (role: UserRole): readonly Place[] =>
  PLACES.filter((place) => roleMay(role, place.needs))

export const pagesOf = (role: UserRole) => PAGES.filter((page) => roleMay(role, page.needs))

/** The place that an address belongs to: the longest one that it begins with. */
export function placeAt(pathname: string): Place | null {
  const inside = PLACES.filter((place) => place.href !== '/' && `${pathname}/`.startsWith(`${place.href}/`))
  return inside[0] ?? (pathname === '/' ? (PLACES[0] ?? null) : null)
}
