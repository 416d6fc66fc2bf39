import { clsx } from 'clsx'
import type { Tier } from '#lib/domain/vocabulary.ts'

export const TIER_LOOKS: Record<Tier, { letter: string; className: string; fill: string }> = {
  fail: {
    letter: 'F',
    className: 'bg-tier-fail text-on-tier-fail hatched border border-edge',
    fill: 'var(--tier-fail)',
  },
  below: { letter: '-', className: 'bg-tier-below text-on-tier-below', fill: 'var(--tier-below)' },
  median: { letter: 'M', className: 'bg-tier-median text-on-tier-median', fill: 'var(--tier-median)' },
  bronze: { letter: 'B', className: 'bg-tier-bronze text-on-tier-bronze', fill: 'var(--tier-bronze)' },
  silver: { letter: 'S', className: 'bg-tier-silver text-on-tier-silver', fill: 'var(--tier-silver)' },
  gold: { letter: 'G', className: 'bg-tier-gold text-on-tier-gold', fill: 'var(--tier-gold)' },
}

/** A tier as a lettered square, with its name beside it unless the column already says what it is. */
export function TierBadge({ tier, named = true }: { tier: Tier; named?: boolean }) {
  const look = TIER_LOOKS[tier]
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap" title={tier}>
      <span
        aria-hidden
        className={clsx(
          'inline-flex size-5 items-center justify-center rounded-sm font-mono text-xs font-semibold',
          look.className,
        )}
      >
        {look.letter}
      </span>
      <span className={named ? undefined : 'sr-only'}>{tier}</span>
    </span>
  )
}
