import type { Metadata } from 'next'
import {
  adjudicateAction,
  archiveSystemAction,
  restoreSystemAction,
  updateSystemAction,
} from '#app/(studio)/results/actions.ts'
import { one, type PageInput } from '#app/page-input.ts'
import { context, may, orNotFound } from '#app/user.ts'
import { AdvisoryBanner } from '#components/environments/advisory-banner.tsx'
import { ArchiveButton } from '#components/patterns/archive-button.tsx'
import { CopyId } from '#components/patterns/copy-id.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { AttemptGrid } from '#components/results/attempt-grid.tsx'
import { seedsWords } from '#components/results/estimate.tsx'
import { ImportReports } from '#components/results/import-reports.tsx'
import { LedgerPanel } from '#components/results/ledger-table.tsx'
import { ReportFiles } from '#components/results/report-files.tsx'
import { SeedStrips } from '#components/results/seed-strips.tsx'
import { StripLegend } from '#components/results/strip.tsx'
import { EditSystem } from '#components/results/system-dialog.tsx'
import { SystemFacts, SystemMeasures } from '#components/results/system-facts.tsx'
import { SystemFlags } from '#components/results/system-flags.tsx'
import { SystemSwitches } from '#components/results/system-switches.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { DownloadLink } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { RESULTS, type SystemView } from '#lib/contracts/results.ts'
import { BENCHMARK_TITLES, hasTiers } from '#lib/domain/results.ts'
import { advisoriesOf } from '#lib/services/advisories/list-advisories.ts'
import { getSystem } from '#lib/services/results/get-system.ts'
import { listLedger } from '#lib/services/results/list-ledger.ts'
import { listLinks } from '#lib/services/results/list-links.ts'

export const metadata: Metadata = { title: 'System' }

const boardOf = ({ benchmark, splitPackId }: SystemView): string =>
  `/results?benchmark=${benchmark}${splitPackId === null ? '' : `&pack=${splitPackId}`}`

export default async function SystemPage({ params, searchParams }: PageInput<{ id: string }>) {
  const { id } = await params
  const query = await searchParams
  const flag = (key: string) => String(one(query, key) === '1')
  const ctx = await context()
  const input = { id, clean: flag('clean'), pad: flag('pad') }
  const detail = await orNotFound(getSystem({ ctx, input }))
  const advisories = await advisoriesOf({ ctx, input: { systemId: id } })
  const { system, cells, can } = detail
  const tiered = hasTiers(system.benchmark)
  const hasDefects = detail.removed.length > 0 || detail.competitions.some((one) => one.knownIssue !== null)
  const mayEdit = await may('results.import')
  return (
    <>
      <PageHeader
        crumbs={[{ label: 'Results', href: boardOf(system) }]}
        title={system.name}
        facts={
          <>
            <span>{BENCHMARK_TITLES[system.benchmark]}</span>
            <CopyId value={system.id} label="Copy system id" />
            {system.archivedAt === null ? null : <Badge tone="warn">archived</Badge>}
            <SystemFlags row={detail} advised={advisories.length > 0} />
          </>
        }
        actions={
          <>
            <DownloadLink href={addressOf(RESULTS.download, { format: 'csv', systemId: system.id })}>
              CSV
            </DownloadLink>
            {mayEdit ? (
              <ArchiveButton
                id={system.id}
                isArchived={system.archivedAt !== null}
                hint="Leaves the board; keeps its reports and decisions"
                archive={archiveSystemAction}
                restore={restoreSystemAction}
              />
            ) : null}
          </>
        }
      />
      <div className="flex flex-col gap-4">
        <AdvisoryBanner advisories={advisories} about="an environment that this system was trained on" />
        <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
          <SystemFacts
            detail={detail}
            actions={
              mayEdit ? (
                <EditSystem system={system} update={updateSystemAction} links={await listLinks({ ctx })} />
              ) : null
            }
          />
          <Panel title="Figures" note={seedsWords(detail.aggregate)} flush>
            <SystemSwitches removed={detail.removed} hasDefects={hasDefects} />
            <SystemMeasures detail={detail} />
            {tiered ? (
              <>
                <SeedStrips cells={cells} />
                <div className="px-3 pb-3">
                  <StripLegend of="seeds" />
                </div>
              </>
            ) : null}
          </Panel>
        </div>
        <Panel
          title="Attempts"
          note={can.adjudicate.allowed ? 'choose one to decide what it counts as' : can.adjudicate.reason}
          flush
        >
          <AttemptGrid
            systemId={system.id}
            competitions={detail.competitions}
            cells={cells}
            adjudicate={can.adjudicate.allowed ? adjudicateAction : null}
            showRank={!tiered}
          />
        </Panel>
        <Panel title="Report files" note="seeds are counted over the files in this order">
          <div className="flex flex-col gap-3">
            {can.edit.allowed ? <ImportReports systemId={system.id} /> : null}
            <ReportFiles files={detail.files} />
          </div>
        </Panel>
        <LedgerPanel entries={(await listLedger({ ctx, input: { systemId: system.id } })).entries} />
      </div>
    </>
  )
}
