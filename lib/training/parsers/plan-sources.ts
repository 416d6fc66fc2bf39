import type { ImportNote } from '#lib/contracts/imports.ts'
import type { FileWay } from '#lib/training/log-reader.ts'
import type { LogFile } from '#lib/training/parsers/parsed-run.ts'
import type { Sniffed } from '#lib/training/parsers/sniff-format.ts'
import { besideDatabases, refusedOfSqlite } from '#lib/training/parsers/trackers/beside-databases.ts'

export type SniffedFile = { file: LogFile; sniffed: Sniffed }
/** What is read as one: a file, or the event files of one folder. `name` is the run's, where the file says none. */
export type Source = { name: string; folder: string; kind: Sniffed; files: LogFile[] }
export type SourcePlan = {
  sources: Source[]
  /** Configuration files by folder. */
  configs: Map<string, LogFile>
  /** What ClearML says of a session, by folder. */
  sessions: Map<string, LogFile>
  refused: ImportNote[]
  notes: ImportNote[]
}

const CHECKPOINT = /^(.*?)(?:\/|^)checkpoint-(\d+)$/
/** Names that say nothing of the run: a folder above does. */
const PLAIN_NAMES = new Set([
  'metrics',
  'progress',
  'log',
  'logs',
  'history',
  'result',
  'results',
  'train',
  'training',
  'trainer_log',
  'logging',
  'data',
  'out',
  'output',
  'outputs',
  'run',
  'runs',
  'files',
  'tb',
  'tensorboard',
  'tensorboard_log',
  'tb_logs',
  'events',
  'saves',
  'checkpoints',
])

const folderOf = (path: string) => path.slice(0, Math.max(path.lastIndexOf('/'), 0))
const baseOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)
const stemOf = (path: string) => baseOf(path).replace(/\.(jsonl?|ndjson|csv|tsv|txt|log|parquet)$/i, '')

/** The folder that all files lie in; it names no run. */
function commonFolder(paths: readonly string[]): string {
  const [first = '', ...others] = paths.map(folderOf)
  const parts = first === '' ? [] : first.split('/')
  let count = parts.length
  for (const other of others) {
    const own = other.split('/')
    while (count > 0 && parts.slice(0, count).join('/') !== own.slice(0, count).join('/')) count--
  }
  return parts.slice(0, count).join('/')
}

/** The nearest folder that says what the run is. */
const namingFolder = (folder: string): string | undefined =>
  folder.split('/').findLast((part) => part !== '' && !PLAIN_NAMES.has(part.toLowerCase()))

/** `events.out.tfevents.1795410398.host.77.0` has a host and a time at least. */
const nameOfEvents = (path: string) => baseOf(path).replace(/^events\.out\.tfevents\./, '') || 'tensorboard'

/** The best of the trainer's states of one run: they are cumulative, so that the highest checkpoint has all rows. */
function bestStates(states: readonly LogFile[]): Map<string, { file: LogFile; older: LogFile[] }> {
  const byRun = new Map<string, { file: LogFile; order: number; older: LogFile[] }>()
  for (const file of states) {
    const folder = folderOf(file.path)
    const [, parent, number] = CHECKPOINT.exec(folder) ?? []
    // The state beside the checkpoints is written last.
    const order = number === undefined ? Number.POSITIVE_INFINITY : Number(number)
    const run = parent ?? folder
    const held = byRun.get(run)
    if (held === undefined) byRun.set(run, { file, order, older: [] })
    else if (order > held.order) {
      held.older.push(held.file)
      byRun.set(run, { file, order, older: held.older })
    } else held.older.push(file)
  }
  return byRun
}

const noteOfOlder = (file: string, later: string): ImportNote => ({
  file,
  where: null,
  message: `The state of a later checkpoint holds these rows too (${later}); this one is not read.`,
  next: 'Nothing is lost.',
})

function addTo<T>(lists: Map<string, T[]>, folder: string, one: T): void {
  const held = lists.get(folder)
  if (held) held.push(one)
  else lists.set(folder, [one])
}

const NO_LOGS = new Set<Sniffed['kind']>([
  'none',
  'companion',
  'config',
  'clearml-task',
  'sqlite-wal',
  'sqlite-journal',
])
/** Logs beside which their tracker keeps files of its own. */
const isTracked = (sniffed: Sniffed): boolean =>
  sniffed.kind === 'clearml-task' || (sniffed.kind === 'marked' && sniffed.way.isTracked === true)
const sourceOf = (sniffed: Sniffed) => (sniffed.kind === 'marked' ? sniffed.way.source : undefined)

/** Files of each format that come in such sources. */
function markedBy(source: FileWay['source'], files: readonly SniffedFile[]): [Sniffed, LogFile[]][] {
  const those = files.filter(({ sniffed }) => sourceOf(sniffed) === source)
  const groups = Map.groupBy(those, ({ sniffed }) => (sniffed.kind === 'marked' ? sniffed.format : null))
  return [...groups.values()].flatMap((group) =>
    group[0] ? [[group[0].sniffed, group.map(({ file }) => file)]] : [],
  )
}

/** What such a tracker keeps: consoles, summaries, the same scalars once more. */
const INNER = /^(?:(?:logs|files|tmp|console|debug|media)\/|log\.jsonl$|\.gitignore$)/

/** Leaves out what a tracker keeps beside its log; configuration stays. */
function withoutInner(files: readonly SniffedFile[]): SniffedFile[] {
  const folders = files.flatMap(({ file, sniffed }) =>
    isTracked(sniffed) ? [file.path.slice(0, file.path.lastIndexOf('/') + 1)] : [],
  )
  const isInner = (path: string): boolean =>
    folders.some((folder) => path.startsWith(folder) && INNER.test(path.slice(folder.length)))
  const seen = new Set<string>()
  /** W&B's `latest-run` is a link to a run that is there already. */
  const isLink = ({ file, sniffed }: SniffedFile): boolean => {
    if (sniffed.kind !== 'marked' || sniffed.format !== 'wandb') return false
    const name = `${baseOf(file.path)} ${file.bytes}`
    const isAgain = seen.has(name)
    seen.add(name)
    return isAgain
  }
  return files.filter(
    (one) =>
      (one.sniffed.kind === 'config' || sourceOf(one.sniffed) === 'folder' || !isInner(one.file.path)) &&
      !isLink(one),
  )
}

/** Decides what is read together and how runs are called: a folder is a run, a file in it where there are several. */
export function planSources(all: readonly SniffedFile[], uploadName: string): SourcePlan {
  const plan: SourcePlan = {
    sources: [],
    configs: new Map(),
    sessions: new Map(),
    refused: [],
    notes: [],
  }
  const files = withoutInner(all)
  const logs = files.filter(({ sniffed }) => !NO_LOGS.has(sniffed.kind))
  const root = commonFolder(logs.map(({ file }) => file.path.replace(/(^|\/)checkpoint-\d+\//, '$1')))
  const relative = (folder: string) =>
    folder === root ? '' : root === '' ? folder : folder.slice(root.length + 1)
  const runOf = (folder: string) => relative(folder) || namingFolder(folder) || uploadName
  const tables = new Map<string, SniffedFile[]>()
  const beside = besideDatabases(files)
  plan.refused.push(...refusedOfSqlite(beside, files))
  for (const one of files) {
    const { file, sniffed } = one
    const folder = folderOf(file.path)
    if (sniffed.kind === 'none')
      plan.refused.push({
        file: file.path,
        where: null,
        message: `The file ${sniffed.why}.`,
        next: sniffed.next,
      })
    else if (sniffed.kind === 'config') plan.configs.set(folder, file)
    else if (sniffed.kind === 'clearml-task') plan.sessions.set(folder, file)
    else if (sourceOf(sniffed) === undefined && !NO_LOGS.has(sniffed.kind) && !beside.journals.has(file.path))
      addTo(tables, folder, one)
  }
  for (const [kind, marked] of markedBy('folder', files))
    for (const [folder, list] of Map.groupBy(marked, ({ path }) => folderOf(path))) {
      const isLone = files.length === 1 && folder === ''
      const name = isLone ? nameOfEvents(list[0]?.path ?? '') : runOf(folder)
      plan.sources.push({ name, folder, kind, files: list })
    }
  for (const [kind, states] of markedBy('last-checkpoint', files))
    for (const [folder, { file, older }] of bestStates(states)) {
      plan.sources.push({ name: runOf(folder), folder, kind, files: [file] })
      plan.notes.push(...older.map(({ path }) => noteOfOlder(path, file.path)))
    }
  const walOf = ({ path }: LogFile) => [beside.wals.get(path) ?? []].flat()
  for (const [folder, list] of tables)
    for (const { file, sniffed } of list) {
      const stem = stemOf(file.path)
      const below = relative(folder)
      const isPlain = list.length === 1 && PLAIN_NAMES.has(stem.toLowerCase())
      const name = isPlain
        ? below || namingFolder(folder) || uploadName
        : below === ''
          ? stem
          : `${below}/${stem}`
      plan.sources.push({ name: name || uploadName, folder, kind: sniffed, files: [file, ...walOf(file)] })
    }
  plan.sources.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  return plan
}
