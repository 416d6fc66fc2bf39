import type { Manifest } from '#lib/domain/artefacts/manifest.ts'
import type { Task } from '#lib/domain/artefacts/task.ts'
import { contractOf, isHeldOut } from '#lib/domain/feedback.ts'
import { trimEndOf } from '#lib/domain/scan-text.ts'
import type { PackLayout, Split } from '#lib/domain/version.ts'
import { runtimeLines, runtimesOf } from '#lib/packs/certified-runtimes.ts'
import { TRAINER_VALIDATION } from '#lib/packs/choose-splits.ts'
import { sha256 } from '#lib/packs/digest.ts'
import { formatSums, type PackIndex } from '#lib/packs/pack-format.ts'
import { encodeManifest } from '#lib/packs/task-format.ts'

const TRAINER_LISTS = {
  all: 'ok_competitions_sanity.json',
  sampled: 'ok_competitions_sanity_random_64.json',
} as const

export type PackTask = {
  slug: string
  split: Split
  task: Task
  manifest: Manifest
  /** Outside the content hash: JSON written to meta/certificate.json and meta/version.json. */
  meta: { certificate: unknown; version: unknown }
}
export type PackRequest = {
  slug: string
  version: number
  title: string
  layout: PackLayout
  tasks: readonly PackTask[]
}

export type PlannedContent = { kind: 'blob'; sha256: string } | { kind: 'bytes'; content: Uint8Array }
export type PlannedEntry = { path: string; sha256: string; content: PlannedContent }
/** Every file of a pack in writing order. Equal requests give equal plans, and plans give equal bytes. */
export type PackPlan = { index: PackIndex; entries: PlannedEntry[] }

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const entry = (path: string, content: Uint8Array): PlannedEntry => ({
  path,
  sha256: sha256(content),
  content: { kind: 'bytes', content },
})
const json = (value: unknown): Uint8Array => bytesOf(`${JSON.stringify(value, null, 2)}\n`)

/** Lays out the tasks of a pack; throws when two tasks would share a folder. */
export function planPack(request: PackRequest): PackPlan {
  const ordered = [...request.tasks].sort((a, b) => (a.slug < b.slug ? -1 : 1))
  const ids =
    request.layout === 'authors-open'
      ? trainerIds(ordered)
      : new Map(ordered.map((task) => [task, task.slug]))
  const index = describe(request, ordered, ids)
  const entries = ordered.flatMap((task) => {
    const id = ids.get(task) ?? task.slug
    return request.layout === 'authors-open' ? authorsTask(id, task) : canonicalTask(id, task)
  })
  if (request.layout === 'authors-open') entries.push(...trainerLists(ids))
  entries.push(entry('pack.json', json(index)), entry('README.md', bytesOf(readme(index))))
  entries.sort((a, b) => (a.path < b.path ? -1 : 1))
  entries.forEach((one, at) => {
    if (entries[at + 1]?.path === one.path) throw new Error(`two tasks of the pack write ${one.path}`)
  })
  return { index, entries: [...entries, entry('SHA256SUMS', bytesOf(formatSums(entries)))] }
}

/**
 * Folder names for the paper's trainer: it takes the first 64 by name as validation, so held-out tasks begin with
 * `0-val-` and sort before `1-train-`. Names longer than 63 characters keep a piece of their hash.
 */
export function trainerIds<T extends { slug: string; split: Split }>(tasks: readonly T[]): Map<T, string> {
  return new Map(
    tasks.map((task) => {
      const name = `${task.split === 'validation' ? '0-val' : '1-train'}-${task.slug}`
      const short = `${trimEndOf(name.slice(0, 54), '-')}-${sha256(task.slug).slice(0, 8)}`
      return [task, name.length <= 63 ? name : short]
    }),
  )
}

/** The lists that the authors' scripts read: every task to train from, and those that `custom_evaluate` grades. */
function trainerLists(ids: ReadonlyMap<PackTask, string>): PlannedEntry[] {
  const listed = (tasks: readonly (readonly [PackTask, string])[]) => json(tasks.map(([, id]) => id).sort())
  const all = [...ids]
  return [
    entry(TRAINER_LISTS.all, listed(all)),
    entry(TRAINER_LISTS.sampled, listed(all.filter(([task]) => task.split === 'validation'))),
  ]
}

function describe(
  request: PackRequest,
  tasks: readonly PackTask[],
  ids: ReadonlyMap<PackTask, string>,
): PackIndex {
  return {
    format: 'sandmle-pack/1',
    slug: request.slug,
    version: request.version,
    title: request.title,
    layout: request.layout,
    disjoint: disjointness(tasks),
    warnings: [...warningsOf(request.layout, tasks), ...heldOutWarning(tasks)],
    runtimes: runtimesOf(tasks.map(({ task }) => task)),
    tasks: tasks.map((one) => ({
      id: ids.get(one) ?? one.slug,
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

/** The size is a constant of the authors' script, no option. */
const setValidation = (size: number): string =>
  `Set its validation size to ${size}: the line "val_size = ${TRAINER_VALIDATION}" in examples/deepresearch/prepare_train_data.py of the authors' code.`

/** What a trainer must know before it uses the pack. */
export function warningsOf(layout: PackLayout, tasks: readonly { split: Split }[]): string[] {
  if (layout !== 'authors-open') return []
  const validation = tasks.filter((task) => task.split === 'validation').length
  if (tasks.length <= TRAINER_VALIDATION)
    return [
      `The trainer holds out the first ${TRAINER_VALIDATION} tasks by name; with ${tasks.length} tasks it would train on none. ${setValidation(validation)}`,
    ]
  if (validation !== TRAINER_VALIDATION)
    return [
      `The trainer holds out the first ${TRAINER_VALIDATION} tasks by name; its validation split has ${validation}. ${setValidation(validation)}`,
    ]
  return []
}

function canonicalTask(id: string, one: PackTask): PlannedEntry[] {
  return [
    ...one.manifest.files.map(
      (file): PlannedEntry => ({
        path: `${id}/${file.path}`,
        sha256: file.sha256,
        content: { kind: 'blob', sha256: file.sha256 },
      }),
    ),
    entry(`${id}/MANIFEST.json`, encodeManifest(one.manifest)),
    entry(`${id}/meta/certificate.json`, json(one.meta.certificate)),
    entry(`${id}/meta/version.json`, json(one.meta.version)),
  ]
}

/** The paper's layout: what agents see and the evaluator in prepared/public, the answers beside it in private. */
function authorsTask(id: string, one: PackTask): PlannedEntry[] {
  const place = (path: string): string | null => {
    if (path.startsWith('agent/')) return `${id}/prepared/public/${path.slice('agent/'.length)}`
    if (path === 'judge/evaluator.py') return `${id}/prepared/public/evaluator.py`
    return path === 'judge/answer.csv' ? `${id}/prepared/private/answer.csv` : null
  }
  return one.manifest.files.flatMap((file): PlannedEntry[] => {
    const path = place(file.path)
    return path === null
      ? []
      : [{ path, sha256: file.sha256, content: { kind: 'blob', sha256: file.sha256 } }]
  })
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
  ]
  if (index.layout === 'authors-open')
    lines.push(
      `Point \`SANDMLE_SYN_DATA_ROOT\` at this folder, \`SANDMLE_OK_LIST\` at \`${TRAINER_LISTS.all}\` and \`SANDMLE_OK_LIST_SAMPLED\``,
      `at \`${TRAINER_LISTS.sampled}\`: the tasks of the validation split (${validation}), which \`custom_evaluate --dataset synthetic_sampled\``,
      `grades. How many tasks are held out is the constant \`val_size = ${TRAINER_VALIDATION}\` in`,
      `\`examples/deepresearch/prepare_train_data.py\`; this pack has ${validation}.`,
    )
  else lines.push('`<task>/agent` is what a learning agent may see; `<task>/judge` never leaves the scorer.')
  return `${lines.join('\n')}\n`
}
