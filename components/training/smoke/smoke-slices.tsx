import Link from 'next/link'
import { formatShare } from '#components/patterns/format.ts'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { conditionsOf } from '#components/training/smoke/smoke-words.ts'
import { FoldedPanel } from '#components/ui/folded-panel.tsx'
import type { SmokeRunDetail, SmokeSlice } from '#lib/contracts/smoke.ts'

const COLUMNS = [
  { title: 'Run' },
  { title: 'Rollouts' },
  { title: 'Mean reward', numeric: true },
  { title: 'Valid', numeric: true },
  { title: 'Medal', numeric: true },
  { title: 'Medals among valid', numeric: true },
  { title: 'Live groups', numeric: true },
] as const

const cellsOf = (slice: SmokeSlice) => [
  `${slice.from}–${slice.to}`,
  slice.reward.toFixed(3),
  formatShare(slice.valid),
  formatShare(slice.medal),
  formatShare(slice.medalAmongValid),
  formatShare(slice.live),
]

/** Rates per 256 rollouts of every seed, and below them the same of the sparse run and the control of the pack. */
export function SmokeSlices({ run }: { run: SmokeRunDetail }) {
  const own = (run.report?.seeds ?? []).flatMap((seed, i) =>
    (run.slices[i] ?? []).map((slice) => ({
      id: `${seed.trainingRunId}/${slice.from}`,
      cells: [
        <Link
          key="run"
          href={`/training/${seed.trainingRunId}`}
          className="inline-flex min-h-6 items-center hover:underline"
        >
          Seed {seed.seed}
        </Link>,
        ...cellsOf(slice),
      ],
    })),
  )
  const others = run.beside.flatMap((one) =>
    one.slices.flatMap((slices, seed) =>
      slices.map((slice) => ({
        id: `${one.id}/${seed}/${slice.from}`,
        cells: [
          <Link
            key="run"
            href={`/training/smoke/${one.id}`}
            className="inline-flex min-h-6 items-center text-muted hover:underline"
          >
            {conditionsOf(one)}, seed {seed}
          </Link>,
          ...cellsOf(slice),
        ],
      })),
    ),
  )
  return (
    <FoldedPanel title="Per 256 rollouts" note="Each reward is on its own run's scale." startsFolded>
      <PlainTable caption="Rates per 256 rollouts" columns={COLUMNS} rows={[...own, ...others]} />
    </FoldedPanel>
  )
}
