import type { Metadata } from 'next'
import type { PageInput } from '#app/page-input.ts'
import { context, orNotFound } from '#app/user.ts'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { LineagePanel } from '#components/seeds/lineage-panel.tsx'
import { getRunLineage } from '#lib/services/lineage/get-run-lineage.ts'
import { getRun } from '#lib/services/runs/get-run.ts'

export const metadata: Metadata = { title: 'Lineage' }

/** What a run made of its seeds, seed by seed. */
export default async function RunLineagePage({ params }: PageInput<{ id: string }>) {
  const { id } = await params
  const ctx = await context()
  const run = await orNotFound(getRun({ ctx, input: { id } }))
  const lineage = await getRunLineage({ ctx, input: { id } })
  return (
    <>
      <PageHeader
        crumbs={[
          { label: 'Runs', href: '/runs' },
          { label: run.name, href: `/runs/${id}` },
        ]}
        title="Lineage"
        facts="From each seed through its candidates to the versions that they became."
      />
      <LineagePanel
        lineage={lineage}
        by="seed"
        root={`Seeds of ${run.name}, likeness ${run.request.likeness}`}
        nextHref={(cursor) => `/runs/${id}/lineage?after=${cursor}`}
      />
    </>
  )
}
