import { Facts } from '#components/patterns/facts.tsx'

const shown = (value: unknown): string => {
  if (value === null || value === undefined) return '–'
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : value.toPrecision(3)
  if (Array.isArray(value)) return value.length > 12 ? `${value.length} entries` : value.map(shown).join(', ')
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([key, inner]) => `${key} ${shown(inner)}`)
      .join(', ')
  }
  return String(value)
}

/** The structure of a task without its story: what the data strategist starts from. */
export function DnaFacts({ dna }: { dna: Record<string, unknown> }) {
  return (
    <Facts
      rows={Object.entries(dna).map(([key, value]) => [
        key.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase(),
        shown(value),
      ])}
    />
  )
}
