/** A query string with some keys changed; null or an empty value takes the key out. */
export function patchQuery(query: string, patch: Record<string, string | null>): string {
  const next = new URLSearchParams(query)
  for (const [key, value] of Object.entries(patch)) {
    if (value === null || value === '') next.delete(key)
    else next.set(key, value)
  }
  next.sort()
  const text = next.toString()
  return text === '' ? '' : `?${text}`
}
