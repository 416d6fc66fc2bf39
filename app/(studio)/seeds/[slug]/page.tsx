import type { Metadata } from 'next'
import {
  archiveSeedAction,
  measureSeedAction,
  renameSeedAction,
  restoreSeedAction,
} from '#app/(studio)/seeds/actions.ts'
import { one, type PageInput } from '#app/page-input.ts'
import { context, may, orNotFound } from '#app/user.ts'
import { ArchiveButton } from '#components/patterns/archive-button.tsx'
import { CopyHash, CopyId } from '#components/patterns/copy-id.tsx'
import { Facts } from '#components/patterns/facts.tsx'
import { metricWords } from '#components/patterns/metric-name.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { RenameDialog } from '#components/patterns/rename-dialog.tsx'
import { Statement } from '#components/patterns/statement.tsx'
import { Time } from '#components/patterns/time.tsx'
import { DnaFacts } from '#components/seeds/dna-facts.tsx'
import { LineagePanel } from '#components/seeds/lineage-panel.tsx'
import { MeasureButton } from '#components/seeds/measure-button.tsx'
import { SeedContents } from '#components/seeds/seed-contents.tsx'
import { SeedFiles } from '#components/seeds/seed-files.tsx'
import { SeedNotes } from '#components/seeds/seed-notes.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { SEEDS } from '#lib/contracts/seeds.ts'
import { METRIC_FACTS } from '#lib/domain/vocabulary.ts'
import { getSeedLineage } from '#lib/services/lineage/get-seed-lineage.ts'
import { getSeed } from '#lib/services/seeds/get-seed.ts'

export const metadata: Metadata = { title: 'Seed' }

export default async function SeedPage({ params, searchParams }: PageInput<{ slug: string }>) {
  const { slug } = await params
  const ctx = await context()
  const seed = await orNotFound(getSeed({ ctx, input: { id: slug } }))
  const mayEdit = await may('seed.edit')
  const after = one(await searchParams, 'after')
  const lineage = (await may('run.read'))
    ? await getSeedLineage({ ctx, input: { id: seed.id, ...(after === null ? {} : { after }) } })
    : null
  const isWaiting = seed.measurement?.status === 'queued' || seed.measurement?.status === 'reading'
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
            {mayEdit ? (
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
      <SeedNotes seed={seed} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title="Statement">
            <Statement markdown={seed.description} whole={addressOf(SEEDS.statement, { id: seed.slug })} />
          </Panel>
          <SeedContents seed={seed} />
          {lineage === null ? null : (
            <LineagePanel
              lineage={lineage}
              by="run"
              root={`${seed.title}, DNA: ${seed.modality}, ${seed.taskType}, ${METRIC_FACTS[seed.metric].title}`}
              nextHref={(after) => `/seeds/${seed.slug}?after=${after}#lineage`}
            />
          )}
        </div>
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
          <Panel
            title="DNA"
            note={seed.open === null ? 'structure without story' : 'told, not measured'}
            actions={
              mayEdit ? (
                <MeasureButton id={seed.id} isWaiting={isWaiting} measure={measureSeedAction} />
              ) : null
            }
          >
            <DnaFacts dna={seed.dna} />
          </Panel>
          <SeedFiles seed={seed} />
        </div>
      </div>
    </>
  )
}
