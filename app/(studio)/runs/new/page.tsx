import type { Metadata } from 'next'
import { startRunAction } from '#app/(studio)/runs/actions.ts'
import { one, type PageInput } from '#app/page-input.ts'
import { context, may, orNotFound } from '#app/user.ts'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { draftOf, freshDraft } from '#components/runs/new-run-draft.ts'
import { NewRunForm } from '#components/runs/new-run-form.tsx'
import { listOffers } from '#lib/services/catalogue/list-offers.ts'
import { listConnections } from '#lib/services/connections/list-connections.ts'
import { getRun } from '#lib/services/runs/get-run.ts'
import { listSeeds } from '#lib/services/seeds/list-seeds.ts'

export const metadata: Metadata = { title: 'New run' }

/** `?seed=` chooses seeds, `?from=` opens with the settings of an earlier run. */
export default async function NewRunPage({ searchParams }: PageInput) {
  const query = await searchParams
  const header = <PageHeader crumbs={[{ label: 'Runs', href: '/runs' }]} title="New run" />
  if (!(await may('run.start')))
    return (
      <>
        {header}
        <EmptyState kind="forbidden" what="this form" needs="run.start" />
      </>
    )
  const ctx = await context()
  const { seeds } = await listSeeds({ ctx, input: {} })
  const { connections } = (await may('connection.read'))
    ? await listConnections({ ctx })
    : { connections: [] }
  const asked = [query.seed].flat().filter((id) => seeds.some((known) => known.id === id))
  const chosen = asked.length > 0 ? asked.filter((id) => id !== undefined) : seeds.map(({ id }) => id)
  const from = one(query, 'from')
  const draft = from ? draftOf(await orNotFound(getRun({ ctx, input: { id: from } }))) : freshDraft(chosen)
  return (
    <>
      {header}
      <NewRunForm
        seeds={seeds}
        connections={connections.filter(({ status }) => status !== 'disabled')}
        draft={draft}
        offers={(await may('environment.read-judge')) ? await listOffers({ ctx }) : null}
        start={startRunAction}
      />
    </>
  )
}
