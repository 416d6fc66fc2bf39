'use client'

import { ask } from '#components/data/read-json.ts'
import { useFollowed } from '#components/data/use-followed.ts'
import { Snippet } from '#components/patterns/copy-id.tsx'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { plural } from '#components/patterns/format.ts'
import { LoadFailed } from '#components/patterns/query-state.tsx'
import { ScrollRegion } from '#components/patterns/scroll-region.tsx'
import { ImportForm } from '#components/training/imports/import-form.tsx'
import { ImportList } from '#components/training/imports/import-list.tsx'
import { RECENT_IMPORTS } from '#components/training/imports/import-words.ts'
import type { Option } from '#components/ui/field.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { IMPORTS, type TrainingImportList } from '#lib/contracts/imports.ts'
import { isUnfinished } from '#lib/domain/unfinished.ts'

/** Sends files of trainers and says what a worker found in them: file, format, runs, points, refusals. */
export function ImportPanel({
  initial,
  packs,
  mayImport,
}: {
  /** The newest imports, `RECENT_IMPORTS` of them. */
  initial: TrainingImportList
  packs: readonly Option[]
  mayImport: boolean
}) {
  const query = useFollowed(
    {
      ...ask(IMPORTS.list, { limit: RECENT_IMPORTS }),
      initialData: initial,
    },
    (list) => list.imports.some(isUnfinished),
    'step',
  )
  const { imports, next } = query.data
  return (
    <div className="flex flex-col gap-4">
      {mayImport ? (
        <Panel title="Import">
          <ImportForm packs={packs} />
        </Panel>
      ) : null}
      <Panel
        title="Recent imports"
        note={next === null ? plural(imports.length, 'import') : `the newest ${imports.length}`}
        flush
      >
        {query.isError ? (
          <LoadFailed what="The imports" error={query.error} retry={() => void query.refetch()} />
        ) : imports.length === 0 ? (
          <EmptyState
            kind="none"
            title="No import yet"
            action={
              <Snippet label="Copy command" command="npx sandmle import metrics.jsonl --experiment qwen" />
            }
          >
            A file that a trainer wrote becomes a run with its curves. Trainers that log to MLflow need no
            file.
          </EmptyState>
        ) : (
          <ScrollRegion label="Recent imports" maxHeight="32rem">
            <ImportList imports={imports} />
          </ScrollRegion>
        )}
      </Panel>
    </div>
  )
}
