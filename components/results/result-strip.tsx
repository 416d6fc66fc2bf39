import Link from 'next/link'
import { estimateWords, seedsWords } from '#components/results/estimate.tsx'
import { Strip } from '#components/results/strip.tsx'
import { SystemFlags } from '#components/results/system-flags.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { SystemResults } from '#lib/contracts/results.ts'
import { FEEDBACK_TITLES, hasTiers, MEASURE_TITLES, MEASURES_OF } from '#lib/domain/results.ts'

/**
 * Results that came from a training run or a pack, small enough to stand beside its curves. Takes what
 * `resultsOfTraining` gives.
 */
export function ResultStrip({ systems }: { systems: readonly SystemResults[] }) {
  return (
    <Panel title="Results" note={systems.length > 0 ? 'benchmark results of this training' : undefined} flush>
      {systems.length === 0 ? (
        <p className="p-3 text-muted">
          No benchmark result is linked to this training yet. A system on the{' '}
          <Link href="/results" className="link">
            results page
          </Link>{' '}
          names the training run and the pack that it came from.
        </p>
      ) : (
        <ul className="divide-y divide-line">
          {systems.map((row) => (
            <li key={row.system.id} className="flex flex-col gap-1.5 px-3 py-2">
              <div className="flex flex-wrap items-baseline justify-between gap-x-3">
                <Link
                  href={`/results/${row.system.id}`}
                  className="inline-flex min-h-6 items-center font-medium hover:underline"
                >
                  {row.system.name}
                </Link>
                <Mean row={row} />
              </div>
              {hasTiers(row.system.benchmark) ? <Strip cells={row.cells} of={row.system.name} /> : null}
              <p className="text-xs text-muted">
                {row.system.scaffold}, {FEEDBACK_TITLES[row.system.feedback].toLowerCase()},{' '}
                {seedsWords(row.aggregate)}
                {row.system.trainingRun ? `; from the run ${row.system.trainingRun.name}` : ''}
                {row.system.pack ? `; trained on ${row.system.pack.name}` : ''}
              </p>
              <SystemFlags row={row} advised={false} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

function Mean({ row: { system, aggregate } }: { row: SystemResults }) {
  const [measure] = MEASURES_OF[system.benchmark]
  return (
    <span className="num">
      <span className="text-xs text-muted">{MEASURE_TITLES[measure]} </span>
      {estimateWords(aggregate, measure)} %
    </span>
  )
}
