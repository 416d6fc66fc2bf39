import type { Metadata } from 'next'
import { requestPackAction } from '#app/(studio)/packs/actions.ts'
import { context, may } from '#app/user.ts'
import { BuildPack } from '#components/packs/build-pack.tsx'
import { PackListView } from '#components/packs/pack-list.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { listPacks } from '#lib/services/packs/list-packs.ts'

export const metadata: Metadata = { title: 'Packs' }

export default async function PacksPage() {
  const packs = await listPacks({ ctx: await context() })
  const none =
    packs.catalogue === 0 ? 'No environment is approved yet: a pack takes approved versions only.' : null
  return (
    <>
      <PageHeader
        title="Packs"
        facts="Frozen, verified sets of approved versions. A released pack never changes."
        actions={
          (await may('pack.request')) ? <BuildPack build={requestPackAction} disabledReason={none} /> : null
        }
      />
      <PackListView
        initial={packs}
        mayDownload={await may('pack.download')}
        action={none ? <ButtonLink href="/review">Go to the review</ButtonLink> : null}
      />
    </>
  )
}
