import Link from 'next/link'
import type { TrainingRunView } from '#lib/contracts/curves.ts'

/** Packs that runs were trained on, with how many runs each; says so where a run names none. */
export function PackFacts({ runs }: { runs: readonly TrainingRunView[] }) {
  const packs = Map.groupBy(
    runs.flatMap((run) => run.pack ?? []),
    (pack) => pack.id,
  )
  const without = runs.filter((run) => run.pack === null).length
  return (
    <>
      {[...packs].map(([id, [pack, ...others]]) => (
        <span key={id}>
          pack{' '}
          <Link href={`/packs/${id}`} className="link inline-flex min-h-6 items-center">
            {pack?.slug} v{pack?.version}
          </Link>
          {packs.size > 1 ? ` (${others.length + 1})` : ''}
        </span>
      ))}
      {without > 0 && runs.length > 0 ? (
        <span>{without === runs.length ? 'no pack named' : `${without} without a pack`}</span>
      ) : null}
    </>
  )
}
