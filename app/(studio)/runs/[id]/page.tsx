import type { Metadata } from 'next'
import Link from 'next/link'
import { cancelRunAction, resumeAction, retryFailedAction } from '#app/(studio)/runs/actions.ts'
import type { PageInput } from '#app/page-input.ts'
import { context, orNotFound } from '#app/user.ts'
import { CopyId } from '#components/patterns/copy-id.tsx'
import { plural } from '#components/patterns/format.ts'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { Time } from '#components/patterns/time.tsx'
import { AskedOf } from '#components/runs/asked-of.tsx'
import { RunLive } from '#components/runs/run-live.tsx'
import { getRun } from '#lib/services/runs/get-run.ts'
import { listRunEvents } from '#lib/services/runs/list-run-events.ts'

export const metadata: Metadata = { title: 'Run' }

export default async function RunPage({ params }: PageInput<{ id: string }>) {
  const { id } = await params
  const ctx = await context()
  const run = await orNotFound(getRun({ ctx, input: { id } }))
  const { events } = await listRunEvents({ ctx, input: { id, after: '0' } })
  return (
    <>
      <PageHeader
        crumbs={[{ label: 'Runs', href: '/runs' }]}
        title={run.name}
        facts={
          <>
            <CopyId value={run.id} label="Copy run id" />
            <span>
              {run.certificate} certificate, likeness {run.request.likeness}, run seed {run.request.runSeed}
            </span>
            <AskedOf controls={run.request.controls} />
            {run.fidelity === null ? null : (
              <span>
                mean fidelity {run.fidelity.mean.toFixed(2)} over{' '}
                {plural(run.fidelity.environments, 'environment')}
              </span>
            )}
            <span>by {run.createdByName}</span>
            <Time iso={run.createdAt} />
            <Link href={`/runs/${run.id}/lineage`} className="link">
              Lineage
            </Link>
          </>
        }
      />
      <RunLive
        run={run}
        events={events}
        cancel={cancelRunAction}
        retry={retryFailedAction}
        resume={resumeAction}
      />
    </>
  )
}
