import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { invalid } from '#lib/domain/errors.ts'
import { parseJsonWithNaN } from '#lib/training/results/json-with-nan.ts'
import type { NamedFile } from '#lib/training/results/read-file.ts'

const Metadata = z.object({ run_group: z.string().min(1).max(300) })
const Rows = z.array(z.object({ experiment_id: z.string(), run_group: z.string() }))

const folderOf = (path: string): string => path.split('/').slice(0, -1).join('/')
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

/** The run group of a folder: what its `metadata.json` says, else the folder's own name. */
function groupOf(path: string, metadata: ReadonlyMap<string, string>): string | null {
  const folder = folderOf(path)
  return metadata.get(folder) ?? (folder === '' ? null : (folder.split('/').at(-1) ?? null))
}

function readMetadata(files: readonly NamedFile[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const { path, bytes } of files) {
    if (!path.endsWith('metadata.json')) continue
    try {
      const parsed = Metadata.safeParse(parseJsonWithNaN(text(bytes)))
      if (parsed.success) found.set(folderOf(path), parsed.data.run_group)
    } catch {
      // A run group without readable metadata is called by its folder.
    }
  }
  return found
}

function readExperiments(files: readonly NamedFile[]): z.infer<typeof Rows> {
  const file = files.find(({ path }) => path.endsWith('run_group_experiments.csv'))
  if (file === undefined) return []
  try {
    return Rows.parse(
      parse(text(file.bytes), { columns: true, bom: true, skip_empty_lines: true, trim: true }),
    )
  } catch {
    throw invalid(`"${file.path}" is no table with the columns experiment_id and run_group.`)
  }
}

/**
 * The run group of each report that is taken, by path. With an experiments table, reports of several experiments are
 * several systems: then one of them must be named.
 */
export function groupsOfExperiment(
  about: readonly NamedFile[],
  paths: readonly string[],
  experiment: string | null,
): Map<string, string | null> {
  const metadata = readMetadata(about)
  const groups = new Map(paths.map((path) => [path, groupOf(path, metadata)]))
  const rows = readExperiments(about).filter((row) => [...groups.values()].includes(row.run_group))
  const experiments = [...new Set(rows.map((row) => row.experiment_id))].sort()
  if (experiment === null) {
    if (experiments.length > 1)
      throw invalid(
        `The archive has reports of several experiments: ${experiments.join(', ')}. Name one of them.`,
      )
    return groups
  }
  const wanted = new Set(rows.filter((row) => row.experiment_id === experiment).map((row) => row.run_group))
  if (wanted.size === 0)
    throw invalid(
      `The archive has no report of the experiment ${experiment}; it has ${experiments.join(', ') || 'no experiments table'}.`,
    )
  return new Map([...groups].filter(([, group]) => group !== null && wanted.has(group)))
}
