'use client'

import { ask } from '#components/data/read-json.ts'
import { useFollowed } from '#components/data/use-followed.ts'
import { exchangeColumns } from '#components/models/transcript/exchange-columns.tsx'
import { ExchangePanel } from '#components/models/transcript/exchange-panel.tsx'
import { DataTable } from '#components/patterns/data-table.tsx'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { plural } from '#components/patterns/format.ts'
import { LoadFailed, LoadingRows } from '#components/patterns/query-state.tsx'
import { useUrlState } from '#components/patterns/url-state.ts'
import { Panel } from '#components/ui/panel.tsx'
import { EXCHANGES } from '#lib/contracts/exchanges.ts'
import { whoMay } from '#lib/domain/why-not.ts'

type TranscriptProps = {
  runId: string
  candidateId: string
  /** More requests may come. */
  live: boolean
  /** Who may read what was said. */
  mayRead: boolean
}

/** Every request of one candidate; `?exchange=` and `?part=` name the text that is open. */
export function Transcript({ runId, candidateId, live, mayRead }: TranscriptProps) {
  const { params, set } = useUrlState()
  const query = useFollowed(
    {
      ...ask(EXCHANGES.list, { id: runId, candidateId }),
    },
    live,
    'work',
  )
  const open = params.get('exchange')
  const exchanges = query.data?.exchanges ?? []
  const shown = exchanges.find((one) => one.id === open)
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Panel title="Transcript" note="every request to a provider, in its order" flush>
        {query.isError ? (
          <LoadFailed what="The transcript" error={query.error} retry={() => void query.refetch()} />
        ) : query.isPending ? (
          <LoadingRows rows={4} what="the transcript" />
        ) : (
          <DataTable
            caption="Requests"
            csv={{ kind: 'rows', filename: 'exchanges.csv' }}
            columns={exchangeColumns(mayRead ? (id) => set({ exchange: id, part: null }) : null)}
            rows={exchanges}
            rowId={(one) => one.id}
            selectedId={open}
            count={plural(exchanges.length, 'request')}
            maxHeight="24rem"
            empty={
              <EmptyState kind="none" title="No request">
                {live
                  ? 'The first one appears as soon as a model is asked.'
                  : 'No model was asked for this candidate.'}
              </EmptyState>
            }
          />
        )}
      </Panel>
      {mayRead ? null : (
        <p className="text-xs text-muted">
          The transcript reveals the hidden rule of the task: only {whoMay('environment.read-judge')} can read
          it.
        </p>
      )}
      {mayRead && shown ? (
        <ExchangePanel
          key={`${shown.id} ${shown.status}`}
          exchange={shown}
          part={params.get('part')}
          onPart={(part) => set({ part }, 'replace')}
          onClose={() => set({ exchange: null, part: null })}
        />
      ) : null}
    </div>
  )
}
