import Link from 'next/link'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { TierBadge } from '#components/patterns/tier-badge.tsx'
import { Time } from '#components/patterns/time.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { LedgerEntry } from '#lib/contracts/results.ts'

/** Every decision about a result, newest first, with its reason and who took it. Decisions are never removed. */
export function LedgerPanel({ entries }: { entries: readonly LedgerEntry[] }) {
  return (
    <Panel title="Adjudication ledger" note="newest first; decisions are only added" id="ledger" flush>
      {entries.length === 0 ? (
        <EmptyState kind="none" title="No decision yet">
          Every result counts as it was reported. A decision about one needs a reason and stays here.
        </EmptyState>
      ) : (
        <PlainTable
          caption="Decisions about results"
          columns={[
            { title: 'When' },
            { title: 'System' },
            { title: 'Competition' },
            { title: 'Reported' },
            { title: 'Decision' },
            { title: 'Reason' },
            { title: 'By' },
          ]}
          rows={entries.map((entry) => ({
            id: entry.id,
            cells: [
              <Time key="at" iso={entry.at} />,
              <Link
                key="system"
                href={`/results/${entry.systemId}`}
                className="link inline-flex min-h-6 items-center"
              >
                {entry.systemName}
              </Link>,
              entry.competition,
              <TierBadge key="tier" tier={entry.reportedTier} />,
              entry.tier === null ? (
                entry.decision
              ) : (
                <span key="decision" className="inline-flex items-center gap-1.5">
                  {entry.decision} <TierBadge tier={entry.tier} />
                </span>
              ),
              <span key="reason" className="[overflow-wrap:anywhere]">
                {entry.reason}
              </span>,
              entry.byName,
            ],
          }))}
        />
      )}
    </Panel>
  )
}
