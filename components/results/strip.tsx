import { clsx } from 'clsx'
import { TIER_LOOKS } from '#components/patterns/tier-badge.tsx'
import { prepareStrip, type StripCell, stripSentence } from '#components/results/prepare-strip.ts'
import type { CompetitionCells } from '#lib/contracts/results.ts'

const SQUARE =
  'relative inline-flex size-5 shrink-0 items-center justify-center rounded-sm font-mono text-xs font-semibold'

/** A square for each competition with the letter of its tier; a dot marks seeds that do not agree. */
export function Strip({ cells, of }: { cells: readonly CompetitionCells[]; of: string }) {
  const strip = prepareStrip(cells)
  return (
    <div role="img" aria-label={`${of}: ${stripSentence(strip)}`} className="flex flex-wrap gap-px">
      {strip.map((cell) => (
        <Square key={cell.competition} cell={cell} />
      ))}
    </div>
  )
}

function Square({ cell }: { cell: StripCell }) {
  const { look } = cell
  const tier = look.kind === 'tier' ? TIER_LOOKS[look.tier] : null
  return (
    <span
      title={cell.words}
      className={clsx(
        SQUARE,
        tier?.className,
        look.kind === 'missing' && 'border border-dashed border-edge text-muted',
        look.kind === 'excluded' && 'border border-edge text-muted line-through',
      )}
    >
      {tier?.letter ?? (look.kind === 'missing' ? '·' : 'x')}
      {cell.mixed ? (
        <span
          aria-hidden
          className="absolute top-0 right-0 size-1.5 rounded-full border border-raised bg-ink"
        />
      ) : null}
    </span>
  )
}

/** What the letters say; stands once below the strips of a page. */
export function StripLegend({ of }: { of: 'systems' | 'seeds' }) {
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted">
      {(['fail', 'below', 'median', 'bronze', 'silver', 'gold'] as const).map((tier) => (
        <span key={tier} className="inline-flex items-center gap-1">
          <span aria-hidden className={clsx(SQUARE, TIER_LOOKS[tier].className)}>
            {TIER_LOOKS[tier].letter}
          </span>
          {tier}
        </span>
      ))}
      <span>x excluded</span>
      <span>· no attempt</span>
      {of === 'systems' ? (
        <span>A square shows the middle seed, the lower of two; a dot says that the seeds differ.</span>
      ) : null}
    </p>
  )
}
