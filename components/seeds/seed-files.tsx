import { CopyHash } from '#components/patterns/copy-id.tsx'
import { formatBytes, plural } from '#components/patterns/format.ts'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { SEEDS, type SeedDetail } from '#lib/contracts/seeds.ts'

/** Rows of a page; a seed of pictures has thousands of files. */
const SHOWN = 200

/** The files of a seed as they were uploaded. */
export function SeedFiles({ seed }: { seed: Pick<SeedDetail, 'slug' | 'files'> }) {
  const more = seed.files.length - SHOWN
  return (
    <Panel title="Files" note={plural(seed.files.length, 'file')} flush>
      <div className="max-h-96 overflow-y-auto">
        <PlainTable
          caption="Files of the seed"
          columns={[{ title: 'Path' }, { title: 'Size', numeric: true }, { title: 'Hash' }]}
          rows={seed.files.slice(0, SHOWN).map((file) => ({
            id: file.path,
            cells: [
              <a key="path" href={addressOf(SEEDS.file, { id: seed.slug, path: file.path })} className="link">
                <code>{file.path}</code>
              </a>,
              formatBytes(file.bytes),
              <CopyHash key="hash" hash={file.sha256} />,
            ],
          }))}
        />
      </div>
      {more > 0 ? (
        <p className="border-t border-line px-3 py-2 text-xs text-muted">and {plural(more, 'more file')}</p>
      ) : null}
    </Panel>
  )
}
