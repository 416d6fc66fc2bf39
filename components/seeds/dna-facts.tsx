import { Facts } from '#components/patterns/facts.tsx'
import { dnaRows } from '#components/seeds/dna-rows.ts'
import { Dna } from '#lib/domain/artefacts/dna.ts'

/** The structure of a task without its story: what the data strategist starts from. */
export function DnaFacts({ dna }: { dna: Record<string, unknown> }) {
  const known = Dna.safeParse(dna)
  // A seed that an older version read keeps its own form.
  if (!known.success) return <Facts rows={[['Form', JSON.stringify(dna)]]} />
  return (
    <Facts
      rows={dnaRows(known.data).map(({ name, value, note }) => [
        name,
        <span key={name} className={value === 'open' ? 'text-muted italic' : undefined}>
          {value}
          {note === null ? null : <span className="block text-xs text-muted not-italic">{note}</span>}
        </span>,
      ])}
    />
  )
}
