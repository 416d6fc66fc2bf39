import type { Metadata } from 'next'
import { cancelSmokeAction } from '#app/(studio)/training/smoke/actions.ts'
import type { PageInput } from '#app/page-input.ts'
import { context, orNotFound } from '#app/user.ts'
import { CopyId } from '#components/patterns/copy-id.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { SmokeReportView } from '#components/training/smoke/smoke-report.tsx'
import { conditionsOf, SMOKE_PURPOSE } from '#components/training/smoke/smoke-words.ts'
import { getSmokeRun } from '#lib/services/smoke/get-smoke-run.ts'

export const metadata: Metadata = { title: 'Smoke test' }

export default async function SmokePage({ params }: PageInput<{ id: string }>) {
  const { id } = await params
  const run = await orNotFound(getSmokeRun({ ctx: await context(), input: { id } }))
  return (
    <>
      <PageHeader
        crumbs={[
          { label: 'Packs', href: '/packs' },
          { label: `${run.pack.title} v${run.pack.version}`, href: `/packs/${run.pack.id}` },
        ]}
        title={`Smoke test, ${conditionsOf(run)}`}
        facts={
          <>
            <span>{SMOKE_PURPOSE}</span>
            <CopyId value={run.id} label="Copy smoke test id" />
          </>
        }
      />
      <SmokeReportView initial={run} cancel={cancelSmokeAction} />
    </>
  )
}
