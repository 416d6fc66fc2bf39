import { z } from 'zod'
import { invalid } from '#lib/domain/errors.ts'
import type { ArchiveFile } from '#lib/packs/read-archive.ts'
import { openTable } from '#lib/tables/open-table.ts'
import { TableRefusal } from '#lib/tables/table-note.ts'
import { parseJsonWithNaN } from '#lib/training/results/json-with-nan.ts'

const Metadata = z.object({ run_group: z.string().min(1).max(300) })
type Experiment = { experiment_id: string; run_group: string }

const folderOf = (path: string): string => path.split('/').slice(0, -1).join('/')
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

/** The run group of a folder: what its `metadata.json` says, else the folder's own name. */
function groupOf(path: string, metadata: ReadonlyMap<string, string>): string | null {
  const folder = folderOf(path)
  return metadata.get(folder) ?? (folder === '' ? null : (folder.split('/').at(-1) ?? null))
}

/** What stands beside the reports is small; a larger file is not what it is called. */
const ABOUT_MAX_BYTES = 2 ** 20
const TABLE_MAX_BYTES = 8 * 2 ** 20

async function readMetadata(files: readonly ArchiveFile[]): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const file of files) {
    if (!file.path.endsWith('metadata.json') || file.bytes > ABOUT_MAX_BYTES) continue
    try {
      const parsed = Metadata.safeParse(parseJsonWithNaN(text(await file.read())))
      if (parsed.success) found.set(folderOf(file.path), parsed.data.run_group)
    } catch {
      // A run group without readable metadata is called by its folder.
    }
  }
  return found
}

const EXPERIMENT_COLUMNS = ['experiment_id', 'run_group'] as const

/** Rows of an experiments table in any dialect. */
async function rowsOf(file: ArchiveFile): Promise<Experiment[]> {
  const table = await openTable(file.stream(), {
    ragged: 'refuse',
    recordLength: ABOUT_MAX_BYTES,
    columns: 1000,
    onNote: () => undefined,
  })
  const [experiment, group] = EXPERIMENT_COLUMNS.map((name) => table.header.indexOf(name))
  if (experiment === undefined || group === undefined || experiment < 0 || group < 0) {
    await table.close()
    throw new TableRefusal('', null, '')
  }
  const rows: Experiment[] = []
  for await (const { cells } of table.rows)
    rows.push({ experiment_id: cells[experiment]?.trim() ?? '', run_group: cells[group]?.trim() ?? '' })
  return rows
}

async function readExperiments(files: readonly ArchiveFile[]): Promise<Experiment[]> {
  const file = files.find(({ path }) => path.endsWith('run_group_experiments.csv'))
  if (file === undefined) return []
  if (file.bytes > TABLE_MAX_BYTES)
    throw invalid(
      `"${file.path}" has more than ${TABLE_MAX_BYTES / 2 ** 20} MiB. Keep the rows that you need.`,
    )
  try {
    return await rowsOf(file)
  } catch (error) {
    if (!(error instanceof TableRefusal)) throw error
    const why = error.message === '' ? '' : ` ${error.message} ${error.next}`
    throw invalid(`"${file.path}" is not a table with the columns ${EXPERIMENT_COLUMNS.join(' and ')}.${why}`)
  }
}

/**
 * The run group of each report that is taken, by path. With an experiments table, reports of several experiments are
 * several systems: then one of them must be named.
 */
export async function groupsOfExperiment(
  about: readonly ArchiveFile[],
  paths: readonly string[],
  experiment: string | null,
): Promise<Map<string, string | null>> {
  const metadata = await readMetadata(about)
  const groups = new Map(paths.map((path) => [path, groupOf(path, metadata)]))
  const known = new Set(groups.values())
  const rows = (await readExperiments(about)).filter((row) => known.has(row.run_group))
  const experiments = [...new Set(rows.map((row) => row.experiment_id))].sort()
  if (experiment === null) {
    if (experiments.length > 1)
      throw invalid(
        `The archive has reports of several experiments: ${experiments.slice(0, 20).join(', ')}. Name one of them.`,
      )
    return groups
  }
  const wanted = new Set(rows.filter((row) => row.experiment_id === experiment).map((row) => row.run_group))
  if (wanted.size === 0)
    throw invalid(
      `The archive has no report of the experiment ${experiment}; it has ${experiments.slice(0, 20).join(', ') || 'no experiments table'}.`,
    )
  return new Map([...groups].filter(([, group]) => group !== null && wanted.has(group)))
}
