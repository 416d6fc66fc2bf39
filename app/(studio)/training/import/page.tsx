import type { Metadata } from 'next'
import { context, may } from '#app/user.ts'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { ImportPanel } from '#components/training/imports/import-panel.tsx'
import { RECENT_IMPORTS } from '#components/training/imports/import-words.ts'
import { listTrainingImports } from '#lib/services/imports/list-training-imports.ts'
import { listPacks } from '#lib/services/packs/list-packs.ts'

export const metadata: Metadata = { title: 'Import training logs' }

export default async function ImportTrainingPage() {
  const ctx = await context()
  const [initial, { packs }] = await Promise.all([
    listTrainingImports({ ctx, input: { limit: RECENT_IMPORTS } }),
    listPacks({ ctx }),
  ])
  const ready = packs
    .filter(({ status }) => status === 'ready')
    .map(({ id, slug, version, layout }) => ({ value: id, label: `${slug}@${version} (${layout})` }))
  return (
    <>
      <PageHeader
        crumbs={[{ label: 'Training', href: '/training' }]}
        title="Import training logs"
        facts="Files that a trainer wrote become runs with their curves."
      />
      <ImportPanel initial={initial} packs={ready} mayImport={await may('training.import')} />
    </>
  )
}
