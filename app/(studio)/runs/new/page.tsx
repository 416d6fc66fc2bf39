import type { Metadata } from 'next'
import { startRunAction } from '#app/(studio)/runs/actions.ts'
import type { PageInput } from '#app/page-input.ts'
import { context, may } from '#app/user.ts'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { NewRunForm } from '#components/runs/new-run-form.tsx'
import { listSeeds } from '#lib/services/seeds/list-seeds.ts'

export const metadata: Metadata = { title: 'New run' }

export default async function NewRunPage({ searchParams }: PageInput) {
  const { seed } = await searchParams
  const { seeds } = await listSeeds({ ctx: await context(), input: {} })
  const asked = [seed].flat().filter((id) => seeds.some((known) => known.id === id))
  const preselected = asked.length > 0 ? asked : seeds.map((known) => known.id)
  return (
    <>
      <PageHeader crumbs={[{ label: 'Runs', href: '/runs' }]} title="New run" />
      {(await may('run.start')) ? (
        <NewRunForm
          seeds={seeds}
          preselected={preselected.filter((id) => id !== undefined)}
          start={startRunAction}
        />
      ) : (
        <EmptyState kind="forbidden" what="this form" who="owners and researchers" />
      )}
    </>
  )
}
