const LONGEST = 63

/** A title as a slug: `Vines & tides, 2nd try` becomes `vines-tides-2nd-try`. */
export function slugOf(title: string): string {
  const words = title
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{Mark}/gu, '')
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
  return words.join('-').slice(0, LONGEST).replace(/-$/, '')
}
