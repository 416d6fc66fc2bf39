import { ScrollText } from 'lucide-react'
import Link from 'next/link'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { Funnel } from '#components/patterns/funnel.tsx'
import { LineageTree } from '#components/seeds/lineage-tree.tsx'
import { spentWords, yieldWords } from '#components/seeds/lineage-words.ts'
import { Panel } from '#components/ui/panel.tsx'
import type { Lineage } from '#lib/contracts/lineage.ts'
import { CANDIDATE_STATUSES } from '#lib/domain/run.ts'

/** What grew from a seed or in a run: the totals over everything, then the tree. */
export function LineagePanel({
  lineage,
  by,
  root,
  nextHref,
}: {
  lineage: Lineage
  by: 'run' | 'seed'
  /** What the tree grows from, in words. */
  root: string
  /** Address of the page with earlier runs. */
  nextHref: (cursor: string) => string
}) {
  const { funnel, branches, next } = lineage
  const candidates = CANDIDATE_STATUSES.reduce((sum, status) => sum + (funnel[status] ?? 0), 0)
  const totals = { candidates, verified: funnel.verified ?? 0 }
  if (candidates === 0)
    return (
      <Panel title="Lineage" id="lineage">
        <EmptyState kind="none" title="Nothing has grown from it yet">
          Environments that runs grow from this seed appear here, with what each of them cost.
        </EmptyState>
      </Panel>
    )
  return (
    <Panel title="Lineage" id="lineage" note={`${yieldWords(totals)}, ${spentWords(lineage)}`}>
      <Funnel counts={funnel} />
      <p className="mt-3 flex items-center gap-2 border-t border-line pt-3 text-muted">
        <ScrollText size={14} aria-hidden className="shrink-0" />
        <span className="min-w-0 [overflow-wrap:anywhere]">{root}</span>
      </p>
      <LineageTree branches={branches} by={by} />
      {next === null ? null : (
        <p className="pt-2">
          <Link href={nextHref(next)} className="link inline-flex min-h-6 items-center">
            Earlier runs
          </Link>
        </p>
      )}
    </Panel>
  )
}
