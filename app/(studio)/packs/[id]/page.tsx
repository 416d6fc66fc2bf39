import type { Metadata } from 'next'
import type { PageInput } from '#app/page-input.ts'
import { context, orNotFound } from '#app/user.ts'
import { PackProgress } from '#components/packs/pack-progress.tsx'
import { CopyId } from '#components/patterns/copy-id.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { getPack } from '#lib/services/packs/get-pack.ts'

export const metadata: Metadata = { title: 'Pack' }

export default async function PackPage({ params }: PageInput<{ id: string }>) {
  const { id } = await params
  const pack = await orNotFound(getPack({ ctx: await context(), input: { id } }))
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
      <PackProgress initial={pack} />
    </>
  )
}
