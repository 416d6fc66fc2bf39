import { Strip } from '#components/results/strip.tsx'
import type { CompetitionCells } from '#lib/contracts/results.ts'

/** A strip for each seed: the grid of competitions and seeds at a glance. */
export function SeedStrips({ cells }: { cells: readonly CompetitionCells[] }) {
  const seeds = Math.max(0, ...cells.map(({ attempts }) => attempts.length))
  return (
    <div className="flex flex-col gap-1.5 p-3">
      {Array.from({ length: seeds }, (_, seed) => seed).map((seed) => (
        <div key={seed} className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="num w-12 shrink-0 text-xs text-muted">Seed {seed + 1}</span>
          <Strip
            of={`Seed ${seed + 1}`}
            cells={cells.map(({ competition, attempts }) => ({
              competition,
              attempts: attempts.slice(seed, seed + 1),
            }))}
          />
        </div>
      ))}
    </div>
  )
}
