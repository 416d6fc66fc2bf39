import { formatBytes, plural } from '#components/patterns/format.ts'
import { Time } from '#components/patterns/time.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { TRAINING, type TrainingFiles } from '#lib/contracts/curves.ts'
import { addressOf } from '#lib/contracts/endpoint.ts'

/** What the trainer logged beside the metrics, to be saved; nothing where it logged no file. */
export function RunFiles({ runId, files: { files, total } }: { runId: string; files: TrainingFiles }) {
  if (total === 0) return null
  const note = total > files.length ? `the first ${files.length} of ${total}` : plural(total, 'file')
  return (
    <Panel title="Files" note={note} flush>
      <ul className="max-h-80 divide-y divide-line overflow-y-auto">
        {files.map(({ path, bytes, createdAt }) => (
          <li key={path} className="px-3 py-1.5">
            <a
              href={addressOf(TRAINING.file, { id: runId, path })}
              download
              className="link inline-flex min-h-6 items-center [overflow-wrap:anywhere]"
            >
              {path}
            </a>
            <p className="text-xs text-muted">
              {formatBytes(bytes)}, <Time iso={createdAt} />
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
