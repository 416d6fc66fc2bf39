import type { Metadata } from 'next'
import { context, may } from '#app/user.ts'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { SeedLibrary } from '#components/seeds/seed-library.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { listSeeds } from '#lib/services/seeds/list-seeds.ts'

export const metadata: Metadata = { title: 'Seeds' }

export default async function SeedsPage() {
  const initial = await listSeeds({ ctx: await context(), input: {} })
  return (
    <>
      <PageHeader
        title="Seeds"
        facts="Real tasks whose structure, not whose story, shapes new environments."
        actions={(await may('run.start')) ? <ButtonLink href="/runs/new">New run</ButtonLink> : null}
      />
      <SeedLibrary initial={initial} mayImport={await may('seed.import')} />
    </>
  )
}
