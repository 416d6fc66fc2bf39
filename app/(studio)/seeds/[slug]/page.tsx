import type { Metadata } from 'next'
import { archiveSeedAction, renameSeedAction, restoreSeedAction } from '#app/(studio)/seeds/actions.ts'
import type { PageInput } from '#app/page-input.ts'
import { context, may, orNotFound } from '#app/user.ts'
import { ArchiveButton } from '#components/patterns/archive-button.tsx'
import { CopyHash, CopyId } from '#components/patterns/copy-id.tsx'
import { Facts } from '#components/patterns/facts.tsx'
import { formatBytes, plural } from '#components/patterns/format.ts'
import { metricWords } from '#components/patterns/metric-name.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { RenameDialog } from '#components/patterns/rename-dialog.tsx'
import { Statement } from '#components/patterns/statement.tsx'
import { Time } from '#components/patterns/time.tsx'
import { DnaFacts } from '#components/seeds/dna-facts.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { api } from '#lib/contracts/api-paths.ts'
import { getSeed } from '#lib/services/seeds/get-seed.ts'

export const metadata: Metadata = { title: 'Seed' }

export default async function SeedPage({ params }: PageInput<{ slug: string }>) {
  const { slug } = await params
  const seed = await orNotFound(getSeed({ ctx: await context(), input: { id: slug } }))
  return (
    <>
      <PageHeader
        crumbs={[{ label: 'Seeds', href: '/seeds' }]}
        title={seed.title}
        facts={
          <>
            {seed.status === 'archived' ? <Badge tone="warn">archived</Badge> : null}
            <CopyId value={seed.slug} label="Copy slug" />
            <CopyHash hash={seed.contentHash} />
            <Time iso={seed.createdAt} />
          </>
        }
        actions={
          <>
            {(await may('seed.edit')) ? (
              <>
                <RenameDialog id={seed.id} title={seed.title} rename={renameSeedAction} />
                <ArchiveButton
                  id={seed.id}
                  isArchived={seed.status === 'archived'}
                  hint="Keeps its files; starts no new run"
                  archive={archiveSeedAction}
                  restore={restoreSeedAction}
                />
              </>
            ) : null}
            {seed.status === 'ready' && (await may('run.start')) ? (
              <ButtonLink tone="primary" href={`/runs/new?seed=${seed.id}`}>
                New run from this seed
              </ButtonLink>
            ) : null}
          </>
        }
      />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Panel title="Statement">
          <Statement markdown={seed.description} whole={api.seedStatement(seed.slug)} />
        </Panel>
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title="Facts">
            <Facts
              rows={[
                ['Modality', seed.modality],
                ['Task', seed.taskType],
                ['Metric', metricWords(seed.metric, seed.direction)],
                ['Source', seed.source],
                ['Licence', seed.licence],
                ['Candidates', seed.candidates],
              ]}
            />
          </Panel>
          <Panel title="DNA" note="structure without story">
            <DnaFacts dna={seed.dna} />
          </Panel>
          <Panel title="Files" note={plural(seed.files.length, 'file')} flush>
            <PlainTable
              caption="Files of the seed"
              columns={[{ title: 'Path' }, { title: 'Size', numeric: true }, { title: 'Hash' }]}
              rows={seed.files.slice(0, 200).map((file) => ({
                id: file.path,
                cells: [
                  <a key="path" href={api.seedFile(seed.slug, file.path)} className="link">
                    <code>{file.path}</code>
                  </a>,
                  formatBytes(file.bytes),
                  <CopyHash key="hash" hash={file.sha256} />,
                ],
              }))}
            />
          </Panel>
        </div>
      </div>
    </>
  )
}
