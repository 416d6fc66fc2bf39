import { Download } from 'lucide-react'
import type { Metadata } from 'next'
import { retireVersionAction } from '#app/(studio)/environments/actions.ts'
import type { PageInput } from '#app/page-input.ts'
import { context, may, orNotFound } from '#app/user.ts'
import { AdvisoryBanner } from '#components/environments/advisory-banner.tsx'
import { CopyId } from '#components/patterns/copy-id.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { RolloutBoard } from '#components/training/rollouts/rollout-board.tsx'
import { DownloadLink } from '#components/ui/button.tsx'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { SIGNALS } from '#lib/contracts/training-signals.ts'
import { advisoriesOf } from '#lib/services/advisories/list-advisories.ts'
import { listRollouts } from '#lib/services/rollouts/list-rollouts.ts'

export const metadata: Metadata = { title: 'Rollouts' }

export default async function RolloutsPage({ params }: PageInput<{ id: string }>) {
  const { id } = await params
  const { run } = await orNotFound(listRollouts({ ctx: await context(), input: { runId: id, limit: 1 } }))
  const advisories = await advisoriesOf({ ctx: await context(), input: { trainingRunId: id } })
  return (
    <>
      <PageHeader
        crumbs={[
          { label: 'Training', href: '/training' },
          { label: run.name, href: `/training/${id}` },
        ]}
        title={`Rollouts of ${run.name}`}
        facts={<CopyId value={id} label="Copy run id" />}
        actions={
          (await may('rollout.read-evidence')) ? (
            <DownloadLink href={addressOf(SIGNALS.sft, { id })} icon={<Download size={14} aria-hidden />}>
              Conversations for SFT
            </DownloadLink>
          ) : null
        }
      />
      <div className="mb-4 empty:hidden">
        <AdvisoryBanner advisories={advisories} about="an environment that this run used" />
      </div>
      <RolloutBoard runId={id} retire={retireVersionAction} />
    </>
  )
}
