import type { Metadata } from 'next'
import { context, may } from '#app/user.ts'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { RunListView } from '#components/runs/run-list.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { listRuns } from '#lib/services/runs/list-runs.ts'

export const metadata: Metadata = { title: 'Runs' }

export default async function RunsPage() {
  const { runs } = await listRuns({ ctx: await context(), input: {} })
  const mayStart = await may('run.start')
  return (
    <>
      <PageHeader
        title="Runs"
        facts="One generation job each: seeds in, verified environments out, and every candidate accounted for."
        actions={
          <>
            {runs.length > 1 ? <ButtonLink href="/runs/compare">Compare two runs</ButtonLink> : null}
            {mayStart ? (
              <ButtonLink tone="primary" href="/runs/new">
                New run
              </ButtonLink>
            ) : null}
          </>
        }
      />
      <RunListView initial={runs} mayStart={mayStart} />
    </>
  )
}
