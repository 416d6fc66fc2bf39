import { HeldOutBadge } from '#components/patterns/held-out-badge.tsx'
import { Badge } from '#components/ui/badge.tsx'
import type { SystemResults } from '#lib/contracts/results.ts'

/** Seeds that the benchmark asks for. */
const SEEDS_ASKED = 3

/** What a reader must know before believing a figure. */
export function SystemFlags({ row, advised }: { row: SystemResults; advised: boolean }) {
  const { system, aggregate, rulings } = row
  return (
    <div className="flex flex-wrap gap-1">
      {system.feedback === 'held-out-score' ? <HeldOutBadge /> : null}
      {system.leakageNoted ? <Badge tone="bad">leak noted</Badge> : null}
      {advised ? <Badge tone="warn">advisory</Badge> : null}
      {aggregate.padded > 0 ? <Badge tone="warn">padded</Badge> : null}
      {aggregate.seeds > 0 && aggregate.seeds < SEEDS_ASKED ? (
        <Badge title="The benchmark asks for at least three seeds.">under {SEEDS_ASKED} seeds</Badge>
      ) : null}
      {rulings.zeroed > 0 ? <Badge tone="info">{rulings.zeroed} zeroed</Badge> : null}
      {rulings.excluded > 0 ? <Badge tone="info">{rulings.excluded} excluded</Badge> : null}
      {rulings.rescored > 0 ? <Badge tone="info">{rulings.rescored} rescored</Badge> : null}
    </div>
  )
}
