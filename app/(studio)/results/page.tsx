import type { Metadata } from 'next'
import { createSystemAction } from '#app/(studio)/results/actions.ts'
import { one, type PageInput } from '#app/page-input.ts'
import { context, may, orNotFound } from '#app/user.ts'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { patchQuery } from '#components/patterns/patch-query.ts'
import { Board } from '#components/results/board.tsx'
import { BoardControls } from '#components/results/board-controls.tsx'
import { LedgerPanel } from '#components/results/ledger-table.tsx'
import { NoResults } from '#components/results/no-results.tsx'
import { ReferenceTable } from '#components/results/reference-table.tsx'
import { queryOfView, readResultsView } from '#components/results/results-url.ts'
import { CreateSystem } from '#components/results/system-dialog.tsx'
import { DownloadLink } from '#components/ui/button.tsx'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { RESULTS } from '#lib/contracts/results.ts'
import { advisedSystems } from '#lib/services/advisories/advised-systems.ts'
import { listLedger } from '#lib/services/results/list-ledger.ts'
import { listLinks } from '#lib/services/results/list-links.ts'
import { listResults } from '#lib/services/results/list-results.ts'

export const metadata: Metadata = { title: 'Results' }

export default async function ResultsPage({ searchParams }: PageInput) {
  const query = await searchParams
  const view = readResultsView((key) => one(query, key))
  const ctx = await context()
  const board = await orNotFound(listResults({ ctx, input: queryOfView(view) }))
  const mayImport = await may('results.import')
  const { benchmark } = view
  const defects = board.removed.length + board.competitions.filter((task) => task.knownIssue !== null).length
  const isEmpty = board.systems.length === 0
  const hrefOf = (id: string) =>
    `/results/${id}${patchQuery('', { clean: view.clean ? '1' : null, pad: view.pad ? '1' : null })}`
  return (
    <>
      <PageHeader
        title="Results"
        facts="Benchmark results with their seeds, errors and conditions; reported results are listed separately."
        actions={
          <>
            {isEmpty ? null : (
              <DownloadLink href={addressOf(RESULTS.download, { format: 'csv', benchmark })}>
                CSV
              </DownloadLink>
            )}
            {mayImport ? (
              <CreateSystem
                create={createSystemAction}
                links={await listLinks({ ctx })}
                benchmark={benchmark}
              />
            ) : null}
          </>
        }
      />
      <div className="flex flex-col gap-4">
        {isEmpty ? (
          <>
            <BoardControls defects={defects} packs={board.packs} pack={board.pack} />
            <NoResults benchmark={benchmark} mayImport={mayImport} isArchived={view.archived} />
            {board.reference.length > 0 ? <ReferenceTable board={board} /> : null}
          </>
        ) : (
          <>
            <Board
              board={board}
              mix={view.mix}
              defects={defects}
              hrefOf={hrefOf}
              advised={await advisedSystems({ ctx })}
            />
            <LedgerPanel entries={(await listLedger({ ctx, input: { benchmark } })).entries} />
          </>
        )}
      </div>
    </>
  )
}
