import { Download } from 'lucide-react'
import Link from 'next/link'
import { groupFiles, isImage } from '#components/environments/file-groups.ts'
import { ImageGrid } from '#components/environments/image-grid.tsx'
import { ViewIcon } from '#components/environments/view-icon.tsx'
import { CodeView } from '#components/patterns/code-view.tsx'
import { CopyHash } from '#components/patterns/copy-id.tsx'
import { formatBytes } from '#components/patterns/format.ts'
import { DownloadLink } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { type EnvironmentDetail, type FileView, VERSIONS } from '#lib/contracts/environments.ts'
import { whoMay } from '#lib/domain/why-not.ts'

/** The open file, a folder of images whose path ends with a slash, or why there is nothing to show. */
export type OpenedFile =
  | { kind: 'file'; file: FileView }
  | { kind: 'folder' | 'hidden' | 'missing'; path: string }

type FileBrowserProps = {
  slug: string
  number: number
  files: EnvironmentDetail['files']
  open: OpenedFile
  hrefOf: (path: string) => string
}

/** Files by folder on the left, the open one on the right. Folders of images are one entry. */
export function FileBrowser({ slug, number, files, open, hrefOf }: FileBrowserProps) {
  const current = open.kind === 'file' ? open.file.path : open.path
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[17rem_minmax(0,1fr)]">
      <Panel title="Files" flush>
        <div className="max-h-72 overflow-y-auto p-1.5 lg:max-h-[75vh]">
          {groupFiles(files).map((group) => (
            <section key={group.folder} aria-label={group.folder || 'Top'}>
              {group.folder === '' ? null : (
                <h3 className="px-1.5 pt-2 pb-0.5 font-mono text-xs text-muted">{group.folder}</h3>
              )}
              <ul>
                {group.entries.map((entry) => (
                  <li key={entry.path}>
                    <Link
                      href={hrefOf(entry.path)}
                      scroll={false}
                      data-row-link
                      aria-label={entry.note ? `${entry.path}, ${entry.note}` : entry.path}
                      aria-current={entry.path === current ? 'true' : undefined}
                      className="flex min-h-7 items-center gap-2 rounded-sm px-1.5 hover:bg-sunken aria-[current]:bg-sunken aria-[current]:font-medium"
                    >
                      <ViewIcon view={entry.view} />
                      <code className="min-w-0 truncate" title={entry.path}>
                        {entry.name}
                      </code>
                      {entry.note ? (
                        <span aria-hidden className="ml-auto text-xs text-muted">
                          {entry.note}
                        </span>
                      ) : null}
                    </Link>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
      </Panel>
      {open.kind === 'file' ? (
        <OpenFile
          file={open.file}
          href={addressOf(VERSIONS.file, { id: slug, n: number, path: open.file.path })}
        />
      ) : open.kind === 'folder' ? (
        <ImageGrid
          title={open.path}
          images={files
            .filter((file) => file.path.startsWith(open.path))
            .map((file) => ({
              path: file.path,
              href: addressOf(VERSIONS.file, { id: slug, n: number, path: file.path }),
            }))}
        />
      ) : (
        <p className="p-3 text-muted [overflow-wrap:anywhere]">
          {open.kind === 'hidden'
            ? `${open.path} is hidden from you: only ${whoMay('environment.read-judge')} see what the judge sees.`
            : `This version has no file ${open.path}.`}
        </p>
      )}
    </div>
  )
}

function OpenFile({ file, href }: { file: FileView; href: string }) {
  return (
    <Panel
      title={file.path}
      flush
      note={
        <span className="num inline-flex items-center gap-2">
          {formatBytes(file.bytes)}
          <CopyHash hash={file.sha256} />
          {file.truncated ? 'beginning only' : null}
        </span>
      }
      actions={
        <DownloadLink href={href} icon={<Download size={14} aria-hidden />}>
          Download
        </DownloadLink>
      }
    >
      {file.text !== null ? (
        <CodeView key={file.sha256} path={file.path} text={file.text} />
      ) : isImage(file.path) ? (
        // biome-ignore lint/performance/noImgElement: bytes of a version under their own hash; nothing to optimise
        <img
          src={href}
          alt={file.path}
          className="m-3 max-w-full border border-line [image-rendering:pixelated]"
          width={256}
        />
      ) : (
        <p className="p-3 text-muted">Binary file: download it to read it.</p>
      )}
    </Panel>
  )
}
