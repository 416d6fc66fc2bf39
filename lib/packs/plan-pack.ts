import { contractOf, isHeldOut } from '#lib/domain/feedback.ts'
import type { PackLayout } from '#lib/domain/version.ts'
import { runtimeLines, runtimesOf } from '#lib/packs/certified-runtimes.ts'
import { sha256 } from '#lib/packs/digest.ts'
import { bytesOf, entry, json, type PackTask, type PlannedEntry } from '#lib/packs/layout.ts'
import { LAYOUTS } from '#lib/packs/layouts/all.ts'
import { formatSums, type PackIndex } from '#lib/packs/pack-format.ts'
import { encodeManifest } from '#lib/packs/task-format.ts'

export type PackRequest = {
  slug: string
  version: number
  title: string
  layout: PackLayout
  tasks: readonly PackTask[]
}

/** Every file of a pack in writing order. Equal requests give equal plans, and plans give equal bytes. */
export type PackPlan = { index: PackIndex; entries: PlannedEntry[] }

/** Folder of each task in a layout. */
export const foldersOf = <T extends Pick<PackTask, 'slug' | 'split'>>(
  layout: PackLayout,
  tasks: readonly T[],
): Map<T, string> => new Map(tasks.map((task) => [task, LAYOUTS[layout].folderOf(task)]))

/** Lays out the tasks of a pack; throws when two tasks would share a folder. */
export function planPack(request: PackRequest): PackPlan {
  const layout = LAYOUTS[request.layout]
  const ordered = [...request.tasks].sort((a, b) => (a.slug < b.slug ? -1 : 1))
  const folders = [...foldersOf(request.layout, ordered)].map(([task, folder]) => ({ task, folder }))
  const index = describe(request, folders)
  const entries = [
    ...folders.flatMap(({ task, folder }) => layout.filesOf(folder, task)),
    ...layout.listsOf(folders.map(({ task, folder }) => ({ folder, split: task.split }))),
    entry('pack.json', json(index)),
    entry('README.md', bytesOf(readme(index))),
  ].sort((a, b) => (a.path < b.path ? -1 : 1))
  entries.forEach((one, at) => {
    if (entries[at + 1]?.path === one.path) throw new Error(`two tasks of the pack write ${one.path}`)
  })
  return { index, entries: [...entries, entry('SHA256SUMS', bytesOf(formatSums(entries)))] }
}

function describe(request: PackRequest, folders: readonly { task: PackTask; folder: string }[]): PackIndex {
  const tasks = folders.map(({ task }) => task)
  return {
    format: 'sandmle-pack/1',
    slug: request.slug,
    version: request.version,
    title: request.title,
    layout: request.layout,
    disjoint: disjointness(tasks),
    warnings: [...LAYOUTS[request.layout].warningsOf(tasks), ...heldOutWarning(tasks)],
    runtimes: runtimesOf(tasks.map(({ task }) => task)),
    tasks: folders.map(({ task: one, folder }) => ({
      id: folder,
      slug: one.slug,
      contentHash: sha256(encodeManifest(one.manifest)),
      split: one.split,
      title: one.task.title,
      modality: one.task.modality,
      task: one.task.task,
      metric: one.task.metric,
      direction: one.task.direction,
      thresholds: one.task.thresholds,
      feedback: contractOf(one.task).kind,
    })),
  }
}

function disjointness(tasks: readonly PackTask[]): { seeds: boolean; mechanisms: boolean } {
  const apart = (keysOf: (task: PackTask) => readonly string[]) => {
    const held = new Set(tasks.filter((task) => task.split === 'validation').flatMap(keysOf))
    return tasks.every((task) => task.split === 'validation' || !keysOf(task).some((key) => held.has(key)))
  }
  return { seeds: apart((one) => one.task.provenance.seeds), mechanisms: apart((one) => one.task.mechanisms) }
}

/** Tasks whose agents see scores of the rows that decide: their results are not comparable with the others'. */
function heldOutWarning(tasks: readonly PackTask[]): string[] {
  const slugs = tasks.filter(({ task }) => isHeldOut(task)).map(({ slug }) => slug)
  if (slugs.length === 0) return []
  const some =
    slugs.length > 3 ? `${slugs.slice(0, 3).join(', ')} and ${slugs.length - 3} more` : slugs.join(', ')
  return [
    `Held-out feedback: agents see scores on the rows that decide the tier in ${some}. Keep what comes from these tasks apart from the rest.`,
  ]
}

function readme(index: PackIndex): string {
  const validation = index.tasks.filter((task) => task.split === 'validation').length
  const lines = [
    `# ${index.title}`,
    '',
    `Pack \`${index.slug}\` version ${index.version}, layout \`${index.layout}\`: ${index.tasks.length} verified tasks,`,
    `${index.tasks.length - validation} to train on and ${validation} to validate on. \`pack.json\` lists them.`,
    '',
    'Data: CC-BY-4.0. Code: Apache-2.0.',
    '',
    ...runtimeLines(index.runtimes ?? []),
    '',
    'Check that nothing changed: `sha256sum -c SHA256SUMS`, or `sandmle pack verify FILE` for the zip file.',
    '',
    ...index.warnings.map((warning) => `> ${warning}\n`),
    ...LAYOUTS[index.layout].explain(index),
  ]
  return `${lines.join('\n')}\n`
}
