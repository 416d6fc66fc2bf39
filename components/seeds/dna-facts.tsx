import { Facts } from '#components/patterns/facts.tsx'
import { dnaRows } from '#components/seeds/dna-rows.ts'
import { Dna } from '#lib/domain/artefacts/dna.ts'

/** The structure of a task without its story: what the data strategist starts from. */
export function DnaFacts({ dna }: { dna: Record<string, unknown> }) {
  const known = Dna.safeParse(dna)
  // A seed that an older version read keeps its own form.
  return <Facts rows={known.success ? dnaRows(known.data) : [['Form', JSON.stringify(dna)]]} />
}
