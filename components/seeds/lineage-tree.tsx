import Link from 'next/link'
import { plural } from '#components/patterns/format.ts'
import { Time } from '#components/patterns/time.tsx'
import { Branch } from '#components/seeds/lineage-branch.tsx'
import { spentWords, yieldWords } from '#components/seeds/lineage-words.ts'
import { OutcomeBranch } from '#components/seeds/outcome-branch.tsx'
import type { LineageBranch } from '#lib/contracts/lineage.ts'

/** Branches that start open: of few, all is seen at once. */
const FEW = 2

/**
 * What grew, as nested lists: on a seed's page a branch a run, on a run's page a branch a seed; below it the outcomes,
 * the candidates, the versions.
 */
export function LineageTree({ branches, by }: { branches: readonly LineageBranch[]; by: 'run' | 'seed' }) {
  return (
    <ul className="flex flex-col" aria-label={by === 'run' ? 'Runs' : 'Seeds'}>
      {branches.map((branch) => (
        <li key={`${branch.run.id} ${branch.seed.slug}`}>
          <Branch
            isOpen={branches.length <= FEW}
            head={
              <strong className="font-medium">{by === 'run' ? branch.run.name : branch.seed.title}</strong>
            }
            note={`${yieldWords(branch)}, ${spentWords(branch)}`}
          >
            <p className="flex min-h-6 flex-wrap items-center gap-x-3 px-1 text-xs text-muted">
              {by === 'run' ? (
                <>
                  <Link href={`/runs/${branch.run.id}`} className="link">
                    Open the run
                  </Link>
                  <Time iso={branch.run.createdAt} />
                </>
              ) : (
                <Link href={`/seeds/${branch.seed.slug}`} className="link">
                  Open the seed
                </Link>
              )}
              <span>{plural(branch.candidates, 'candidate')}</span>
            </p>
            <ul aria-label="Outcomes">
              {branch.outcomes.map((outcome) => (
                <li key={outcome.status}>
                  <OutcomeBranch outcome={outcome} runId={branch.run.id} />
                </li>
              ))}
            </ul>
          </Branch>
        </li>
      ))}
    </ul>
  )
}
