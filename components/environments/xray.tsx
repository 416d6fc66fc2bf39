import { Eye, EyeOff } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { formatBytes, plural } from '#components/patterns/format.ts'
import type { EnvironmentDetail } from '#lib/contracts/environments.ts'
import { whoMay } from '#lib/domain/why-not.ts'

type File = EnvironmentDetail['files'][number]

/** More files than this below one folder are shown as one line. */
const FOLD_ABOVE = 8

/** Files by folder; a folder of many (images) becomes one entry. */
export function foldFiles(files: readonly File[]): { path: string; bytes: number; count: number }[] {
  const folders = new Map<string, File[]>()
  for (const file of files) {
    const folder = file.path.split('/').slice(0, -1).join('/')
    folders.set(folder, [...(folders.get(folder) ?? []), file])
  }
  return [...folders.entries()].flatMap(([folder, inside]) =>
    inside.length > FOLD_ABOVE
      ? [
          {
            path: `${folder}/`,
            bytes: inside.reduce((sum, file) => sum + file.bytes, 0),
            count: inside.length,
          },
        ]
      : inside.map((file) => ({ path: file.path, bytes: file.bytes, count: 1 })),
  )
}

type XrayProps = {
  files: readonly File[]
  view: EnvironmentDetail['view']
  hrefOf: (path: string) => string
  /** One below the other, for a narrow column. */
  stacked?: boolean
}

/** Who sees what: the one boundary that a task stands or falls with. */
export function Xray({ files, view, hrefOf, stacked = false }: XrayProps) {
  const agent = files.filter((file) => file.view === 'agent')
  const judge = files.filter((file) => file.view === 'judge')
  return (
    <div className={stacked ? 'grid gap-3' : 'grid gap-3 md:grid-cols-2'}>
      <Side title="The agent sees" icon={<Eye size={16} aria-hidden />} files={agent} hrefOf={hrefOf} />
      {view === 'judge' ? (
        <Side title="Judge only" icon={<EyeOff size={16} aria-hidden />} files={judge} hrefOf={hrefOf} />
      ) : (
        <p className="rounded-md border border-dashed border-edge p-3 text-muted">
          The judge's files (answers, evaluator, generator, solutions) are open to{' '}
          {whoMay('environment.read-judge')}.
        </p>
      )}
    </div>
  )
}

type SideProps = { title: string; icon: ReactNode; files: readonly File[]; hrefOf: (path: string) => string }

function Side({ title, icon, files, hrefOf }: SideProps) {
  return (
    <section aria-label={title} className="min-w-0 rounded-md border border-line">
      <h3 className="flex items-center gap-2 border-b border-line px-3 py-1.5 text-sm">
        {icon}
        {title}
        <span className="num ml-auto text-xs font-normal text-muted">{plural(files.length, 'file')}</span>
      </h3>
      <ul className="p-1.5">
        {foldFiles(files).map((entry) => (
          <li key={entry.path}>
            <Link
              href={hrefOf(entry.path)}
              className="flex min-h-6 items-center justify-between gap-3 rounded-sm px-1.5 hover:bg-sunken"
            >
              <code className="truncate">{entry.path.split('/').slice(1).join('/')}</code>
              <span className="num shrink-0 text-xs text-muted">
                {entry.count > 1 ? `${plural(entry.count, 'file')}, ` : ''}
                {formatBytes(entry.bytes)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
