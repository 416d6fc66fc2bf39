import { clsx } from 'clsx'
import { Badge } from '#components/ui/badge.tsx'
import { Panel } from '#components/ui/panel.tsx'

type FileListProps = {
  files: readonly { path: string }[]
  current: string
  changed: readonly string[]
  onOpen: (path: string) => void
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'))

/** The files of a version that people edit, by folder, and which of them were changed. */
export function FileList({ files, current, changed, onOpen }: FileListProps) {
  const folders = [...new Set(files.map(({ path }) => folderOf(path)))]
  return (
    <Panel title="Files" note="data is made by generate.py" flush>
      <div className="max-h-72 overflow-y-auto p-1.5 lg:max-h-[70vh]">
        {folders.map((folder) => (
          <section key={folder} aria-label={folder}>
            <h3 className="px-1.5 pt-2 pb-0.5 font-mono text-xs text-muted">{folder}</h3>
            <ul>
              {files
                .filter(({ path }) => folderOf(path) === folder)
                .map(({ path }) => (
                  <li key={path}>
                    <FileButton
                      path={path}
                      name={path.slice(folder.length + 1)}
                      isOpen={path === current}
                      isChanged={changed.includes(path)}
                      onOpen={onOpen}
                    />
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
    </Panel>
  )
}

type FileButtonProps = {
  path: string
  name: string
  isOpen: boolean
  isChanged: boolean
  onOpen: (path: string) => void
}

function FileButton({ path, name, isOpen, isChanged, onOpen }: FileButtonProps) {
  return (
    <span className={clsx('flex items-center gap-2 rounded-sm pr-1.5', isOpen && 'bg-sunken')}>
      <button
        type="button"
        aria-label={path}
        aria-current={isOpen ? 'true' : undefined}
        onClick={() => onOpen(path)}
        className={clsx(
          'min-h-7 min-w-0 flex-1 truncate rounded-sm px-1.5 text-left hover:bg-sunken',
          isOpen && 'font-medium',
        )}
      >
        <code title={path}>{name}</code>
      </button>
      {isChanged ? <Badge tone="warn">changed</Badge> : null}
    </span>
  )
}
