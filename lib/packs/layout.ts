import type { Manifest } from '#lib/domain/artefacts/manifest.ts'
import type { Task } from '#lib/domain/artefacts/task.ts'
import type { Split } from '#lib/domain/version.ts'
import { sha256 } from '#lib/packs/digest.ts'
import type { PackIndex } from '#lib/packs/pack-format.ts'
import type { TaskProblem } from '#lib/packs/task-format.ts'

export type PackTask = {
  slug: string
  split: Split
  task: Task
  manifest: Manifest
  /** Outside the content hash: JSON written to meta/certificate.json and meta/version.json. */
  meta: { certificate: unknown; version: unknown }
}

export type PlannedContent = { kind: 'blob'; sha256: string } | { kind: 'bytes'; content: Uint8Array }
export type PlannedEntry = { path: string; sha256: string; content: PlannedContent }

/** Files of an archive: their paths, and their bytes, empty where there is no such file. */
export type OpenedFiles = {
  paths: readonly string[]
  has(path: string): boolean
  read(path: string): Promise<Uint8Array>
}

/** How a pack lays out its tasks: pure, from the canonical task to paths and bytes, and the check of the result. */
export type Layout = {
  /** How many of so many tasks who reads the layout holds out; null: the usual share. */
  heldOutOf(tasks: number): number | null
  folderOf(task: Pick<PackTask, 'slug' | 'split'>): string
  filesOf(folder: string, task: PackTask): PlannedEntry[]
  /** Files beside the tasks. */
  listsOf(folders: readonly { folder: string; split: Split }[]): PlannedEntry[]
  /** What a trainer must know before it uses the pack. */
  warningsOf(tasks: readonly { split: Split }[]): string[]
  /** How the README ends, line by line. */
  explain(index: PackIndex): string[]
  /** What is wrong with the files of a task, beyond their sums. */
  check(task: PackIndex['tasks'][number], files: OpenedFiles): Promise<TaskProblem[]>
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
export const json = (value: unknown): Uint8Array => bytesOf(`${JSON.stringify(value, null, 2)}\n`)
export const entry = (path: string, content: Uint8Array): PlannedEntry => ({
  path,
  sha256: sha256(content),
  content: { kind: 'bytes', content },
})
