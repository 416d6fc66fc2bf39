import type { Metadata } from 'next'
import { startSmokeAction } from '#app/(studio)/training/smoke/actions.ts'
import type { PageInput } from '#app/page-input.ts'
import { context, may, orNotFound } from '#app/user.ts'
import { AdvisoryBanner } from '#components/environments/advisory-banner.tsx'
import { PackProgress } from '#components/packs/pack-progress.tsx'
import { CopyId } from '#components/patterns/copy-id.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { SmokePanel } from '#components/training/smoke/smoke-panel.tsx'
import { advisoriesOf } from '#lib/services/advisories/list-advisories.ts'
import { getPack } from '#lib/services/packs/get-pack.ts'
import { listSmokeRuns } from '#lib/services/smoke/list-smoke-runs.ts'

export const metadata: Metadata = { title: 'Pack' }

export default async function PackPage({ params }: PageInput<{ id: string }>) {
  const { id } = await params
  const ctx = await context()
  const pack = await orNotFound(getPack({ ctx, input: { id } }))
  const smoke = await listSmokeRuns({ ctx, input: { packId: pack.id } })
  const own = pack.status === 'ready' ? [{ id: pack.id, label: pack.title }] : []
  const advisories = await advisoriesOf({ ctx, input: { packId: id } })
  return (
    <>
      <PageHeader
        crumbs={[{ label: 'Packs', href: '/packs' }]}
        title={`${pack.title} v${pack.version}`}
        facts={
          <>
            <CopyId value={pack.slug} label="Copy slug" />
            <CopyId value={pack.id} label="Copy pack id" />
          </>
        }
      />
      <div className="mb-4 empty:hidden">
        <AdvisoryBanner advisories={advisories} about="an environment of this pack" />
      </div>
      <PackProgress initial={pack}>
        <SmokePanel
          initial={smoke}
          packId={pack.id}
          start={(await may('training.smoke')) ? { action: startSmokeAction, packs: own } : null}
        />
      </PackProgress>
    </>
  )
}
