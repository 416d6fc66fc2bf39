// Written by `npm run fix` from the files of this folder.
import type { PackLayout } from '#lib/domain/version.ts'
import type { Layout } from '#lib/packs/layout.ts'
import { authorsOpen } from '#lib/packs/layouts/authors-open.ts'
import { sandmleTask } from '#lib/packs/layouts/sandmle-task.ts'

export const LAYOUTS = {
  'authors-open': authorsOpen,
  'sandmle-task': sandmleTask,
} as const satisfies Record<PackLayout, Layout>
