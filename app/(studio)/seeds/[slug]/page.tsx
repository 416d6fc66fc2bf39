import type { Metadata } from 'next'
import type { PageInput } from '#app/page-input.ts'
import { context, may, orNotFound } from '#app/user.ts'
import { CopyHash, CopyId } from '#components/patterns/copy-id.tsx'
import { Facts } from '#components/patterns/facts.tsx'
import { formatBytes, plural } from '#components/patterns/format.ts'
import { metricWords } from '#components/patterns/metric-name.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { Statement } from '#components/patterns/statement.tsx'
import { Time } from '#components/patterns/time.tsx'
import { DnaFacts } from '#components/seeds/dna-facts.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
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
            <CopyId value={seed.slug} label="Copy slug" />
            <CopyHash hash={seed.contentHash} />
            <Time iso={seed.createdAt} />
          </>
        }
        actions={
          (await may('run.start')) ? (
            <ButtonLink tone="primary" href={`/runs/new?seed=${seed.id}`}>
              New run from this seed
            </ButtonLink>
          ) : null
        }
      />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Panel title="Statement">
          <Statement markdown={seed.description} />
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
                  <code key="path">{file.path}</code>,
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
