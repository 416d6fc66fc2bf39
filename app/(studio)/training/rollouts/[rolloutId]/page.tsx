import type { Metadata } from 'next'
import type { PageInput } from '#app/page-input.ts'
import { context, orNotFound } from '#app/user.ts'
import { CopyId } from '#components/patterns/copy-id.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { RolloutPanel } from '#components/training/rollouts/rollout-panel.tsx'
import { rolloutsHref } from '#components/training/rollouts/rollout-url.ts'
import { getRollout } from '#lib/services/rollouts/get-rollout.ts'

export const metadata: Metadata = { title: 'Rollout' }

export default async function RolloutPage({ params }: PageInput<{ rolloutId: string }>) {
  const { rolloutId } = await params
  const rollout = await orNotFound(getRollout({ ctx: await context(), input: { rolloutId } }))
  const { run } = rollout
  return (
    <>
      <PageHeader
        crumbs={[
          { label: 'Training', href: '/training' },
          { label: run.name, href: `/training/${run.id}` },
          { label: 'Rollouts', href: rolloutsHref(run.id) },
        ]}
        title={`Rollout ${rollout.externalId}`}
        facts={<CopyId value={rollout.id} label="Copy rollout id" />}
      />
      <RolloutPanel id={rollout.id} initial={rollout} />
    </>
  )
}
