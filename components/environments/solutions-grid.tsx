import { clsx } from 'clsx'
import { Check, X } from 'lucide-react'
import { type SolutionRow, type TierCell, tierCells } from '#components/environments/trials.ts'
import { formatScore } from '#components/patterns/format.ts'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { TIER_LOOKS } from '#components/patterns/tier-badge.tsx'
import { TIERS, type Tier } from '#lib/domain/vocabulary.ts'

const RING: Record<TierCell, string> = {
  forbidden: 'border-transparent',
  permitted: 'border-edge',
  required: 'border-2 border-ink',
}

/** Tagged solutions by tier: a thin ring is permitted, a thick ring required, a letter is where it landed. */
export function SolutionsGrid({ rows }: { rows: readonly SolutionRow[] }) {
  return (
    <>
      <PlainTable
        caption="Tagged solutions and the tiers they reach"
        columns={[
          { title: 'Solution' },
          ...TIERS.map((tier) => ({ title: tier })),
          { title: 'Score', numeric: true },
          { title: 'Result' },
        ]}
        rows={rows.map((row) => ({
          id: row.solution.path,
          cells: [
            <span key="name" title={row.solution.path}>
              <span className="block font-medium">{row.solution.title}</span>
              <span className="block text-xs text-muted">{row.solution.tag}</span>
            </span>,
            ...tierCells(row.solution).map(({ tier, cell }) => (
              <Cell key={tier} tier={tier} cell={cell} reached={row.reached === tier} />
            )),
            formatScore(row.score),
            <Result key="result" row={row} />,
          ],
        }))}
      />
      <p className="border-t border-line px-3 py-2 text-xs text-muted">
        Thin ring: permitted. Thick ring: required, one of them. Letter: the tier that the newest trial
        reached. These programs stand alone and use the libraries' default settings; the ladder's solvers are
        the engine's, regularised for few rows. A boosting here and the ladder's boosting therefore score
        differently.
      </p>
    </>
  )
}

function Cell({ tier, cell, reached }: { tier: Tier; cell: TierCell; reached: boolean }) {
  const look = TIER_LOOKS[tier]
  return (
    <span className={clsx('flex size-7 items-center justify-center rounded-md border', RING[cell])}>
      <span className="sr-only">
        {cell}
        {reached ? ', reached' : ''}
      </span>
      {reached ? (
        <span
          aria-hidden
          className={clsx(
            'inline-flex size-5 items-center justify-center rounded-sm font-mono text-xs font-semibold',
            look.className,
          )}
        >
          {look.letter}
        </span>
      ) : null}
    </span>
  )
}

function Result({ row }: { row: SolutionRow }) {
  if (row.ok === null) return <span className="text-muted">not run</span>
  return row.ok ? (
    <span className="inline-flex items-center gap-1 text-ok-text">
      <Check size={14} aria-hidden /> as it should
    </span>
  ) : (
    <span className="inline-flex items-center gap-1 text-bad-text">
      <X size={14} aria-hidden /> {row.trouble ?? 'outside its tiers'}
    </span>
  )
}
