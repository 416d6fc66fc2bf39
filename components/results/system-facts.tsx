import Link from 'next/link'
import type { ReactNode } from 'react'
import { Facts } from '#components/patterns/facts.tsx'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { estimateWords, IntervalBar } from '#components/results/estimate.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { SystemDetail } from '#lib/contracts/results.ts'
import { FEEDBACK_TITLES, MEASURE_TITLES, MEASURES_OF, METHOD_TITLES } from '#lib/domain/results.ts'

/** What the system is and under which conditions it worked. */
export function SystemFacts({ detail, actions }: { detail: SystemDetail; actions: ReactNode }) {
  const { system } = detail
  return (
    <Panel title="System" actions={actions}>
      <Facts
        rows={[
          ['Model', system.model],
          ['Method', METHOD_TITLES[system.method]],
          ['Scaffold', system.scaffold],
          ['Feedback', FEEDBACK_TITLES[system.feedback]],
          ['Gradings', system.gradings ?? 'not stated'],
          ['Hardware', system.hardware ?? 'not stated'],
          ['Hours', system.hours ?? 'not stated'],
          [
            'Training run',
            system.trainingRun ? (
              <Link key="run" href={`/training/${system.trainingRun.id}`} className="link">
                {system.trainingRun.name}
              </Link>
            ) : (
              'none linked'
            ),
          ],
          [
            'Trained on',
            system.pack ? (
              <Link key="pack" href={`/packs/${system.pack.id}`} className="link">
                {system.pack.name}
              </Link>
            ) : (
              'none linked'
            ),
          ],
          ...(system.splitPack
            ? [
                [
                  'Evaluated on',
                  <Link key="split" href={`/packs/${system.splitPack.id}`} className="link">
                    {system.splitPack.name}
                  </Link>,
                ] as const,
              ]
            : []),
          ['Described by', system.createdByName],
          ...(system.note ? [['Note', system.note] as const] : []),
        ]}
      />
    </Panel>
  )
}

/** Every measure of the benchmark: mean, error, interval, and each seed. */
export function SystemMeasures({ detail }: { detail: SystemDetail }) {
  const { aggregate, system } = detail
  const seeds = aggregate.measures?.valid.perSeed.length ?? 0
  const columns = Array.from({ length: seeds }, (_, seed) => ({ title: `Seed ${seed + 1}`, numeric: true }))
  return (
    <PlainTable
      caption="Measures by seed"
      columns={[
        { title: 'Measure' },
        { title: 'Mean ± SEM, %', numeric: true },
        { title: '95 % interval' },
        ...columns,
      ]}
      rows={MEASURES_OF[system.benchmark].map((measure) => ({
        id: measure,
        cells: [
          MEASURE_TITLES[measure],
          estimateWords(aggregate, measure),
          <IntervalBar key="bar" aggregate={aggregate} measure={measure} />,
          ...(aggregate.measures?.[measure].perSeed.map((value) => value.toFixed(1)) ?? []),
        ],
      }))}
    />
  )
}
