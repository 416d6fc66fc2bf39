import type { Metadata } from 'next'
import { branchRunAction } from '#app/(studio)/runs/actions.ts'
import type { PageInput } from '#app/page-input.ts'
import { context, may, orNotFound } from '#app/user.ts'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { plural } from '#components/patterns/format.ts'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { BranchForm } from '#components/runs/branch/branch-form.tsx'
import { listConnections } from '#lib/services/connections/list-connections.ts'
import { getRun } from '#lib/services/runs/get-run.ts'
import { listPrompts } from '#lib/services/runs/read-prompts.ts'

export const metadata: Metadata = { title: 'Branch a run' }

export default async function BranchPage({ params }: PageInput<{ id: string }>) {
  if (!(await may('run.start')))
    return (
      <>
        <PageHeader crumbs={[{ label: 'Runs', href: '/runs' }]} title="Branch a run" />
        <EmptyState kind="forbidden" what="this form" needs="run.start" />
      </>
    )
  const { id } = await params
  const ctx = await context()
  const run = await orNotFound(getRun({ ctx, input: { id } }))
  const { connections } = await listConnections({ ctx })
  const { prompts } = await listPrompts({ ctx })
  return (
    <>
      <PageHeader
        crumbs={[
          { label: 'Runs', href: '/runs' },
          { label: run.name, href: `/runs/${run.id}` },
        ]}
        title="Branch a run"
        facts={`The same ${plural(run.candidates, 'candidate')}, seeds and run seed ${run.request.runSeed}; other players or prompts. Steps that are played as before are taken over and not paid for again.`}
      />
      <BranchForm
        run={run}
        connections={connections.filter(({ status }) => status !== 'disabled')}
        prompts={prompts}
        branch={branchRunAction}
      />
    </>
  )
}
