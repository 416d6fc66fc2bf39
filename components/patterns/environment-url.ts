export const TABS = [
  'statement',
  'data',
  'files',
  'verification',
  'playground',
  'reviews',
  'history',
] as const
export type Tab = (typeof TABS)[number]
export const readTab = (text: string | null): Tab => TABS.find((tab) => tab === text) ?? 'statement'

type Place = { tab?: Tab; file?: string; line?: number | null; gate?: string }

/** Address of a place in one pinned version: a link to v2 still shows v2 when v3 exists. */
export function environmentHref(slug: string, version: number, place: Place = {}): string {
  const query = new URLSearchParams({ version: String(version) })
  if (place.tab) query.set('tab', place.tab)
  if (place.file) query.set('file', place.file)
  if (place.line) query.set('line', String(place.line))
  if (place.gate) query.set('gate', place.gate)
  return `/environments/${slug}?${query.toString()}`
}
