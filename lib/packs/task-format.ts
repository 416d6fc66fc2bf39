import { Manifest, type ManifestFile } from '#lib/domain/artefacts/manifest.ts'
import { Task } from '#lib/domain/artefacts/task.ts'
import type { View } from '#lib/domain/vocabulary.ts'
import { sha256 } from '#lib/packs/digest.ts'

/** Files that every task has (design: the task format). */
export const REQUIRED_FILES = [
  'task.json',
  'agent/description.md',
  'agent/train.csv',
  'agent/test.csv',
  'agent/sample_submission.csv',
  'judge/answer.csv',
  'judge/evaluator.py',
  'judge/generate.py',
  'judge/rule.md',
  'judge/solutions.json',
] as const

const encode = (value: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`)

/** Canonical bytes of `MANIFEST.json`; their sha256 is the content hash. */
export const encodeManifest = (manifest: Manifest): Uint8Array => encode(Manifest.parse(manifest))
/** Canonical bytes of `task.json`. Unknown keys are errors. */
export const encodeTask = (task: Task): Uint8Array => encode(Task.parse(task))
export const contentHashOf = (manifest: Manifest): string => sha256(encodeManifest(manifest))

/** The view of a file by its place: agent/ and judge/ are disjoint, task.json is about the task. */
export function viewOfPath(path: string): View | null {
  if (path.startsWith('agent/')) return 'agent'
  if (path.startsWith('judge/')) return 'judge'
  return path === 'task.json' ? 'meta' : null
}

/** Builds the manifest over all files of a task except MANIFEST.json and meta/. */
export function buildManifest(files: readonly { path: string; bytes: number; sha256: string }[]): Manifest {
  const listed = files.map((file): ManifestFile => {
    const view = viewOfPath(file.path)
    if (view === null) throw new Error(`${file.path} has no place in a task: agent/, judge/ or task.json`)
    return { path: file.path, view, bytes: file.bytes, sha256: file.sha256 }
  })
  listed.sort((a, b) => (a.path < b.path ? -1 : 1))
  return Manifest.parse({ format: 'sandmle-manifest/1', files: listed })
}

export type TaskProblem = { file: string; message: string }
export type TaskCheck = { task: Task | null; contentHash: string | null; problems: TaskProblem[] }

/**
 * Checks one task folder offline: strict task.json, manifest complete and true to every byte, agent and judge views
 * disjoint by path and by content. `read` gives the bytes of a path relative to the task.
 */
export async function checkTask(
  paths: readonly string[],
  read: (path: string) => Promise<Uint8Array>,
): Promise<TaskCheck> {
  const problems: TaskProblem[] = []
  const add = (file: string, message: string) => problems.push({ file, message })
  if (!paths.includes('MANIFEST.json')) {
    add('MANIFEST.json', 'is missing')
    return { task: null, contentHash: null, problems }
  }
  const bytes = await read('MANIFEST.json')
  const manifest = Manifest.safeParse(parseJson(bytes))
  if (!manifest.success) {
    add('MANIFEST.json', `is not valid: ${manifest.error.issues[0]?.message ?? ''}`)
    return { task: null, contentHash: null, problems }
  }
  const { files } = manifest.data
  problems.push(...(await checkFiles(files, paths, read)), ...checkViews(files))
  for (const path of REQUIRED_FILES)
    if (!files.some((file) => file.path === path)) add(path, 'is required and not listed')
  const task = paths.includes('task.json') ? Task.safeParse(parseJson(await read('task.json'))) : null
  if (task !== null && !task.success) {
    const [issue] = task.error.issues
    add('task.json', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`)
  }
  return { task: task?.success ? task.data : null, contentHash: sha256(bytes), problems }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown
  } catch {
    return null
  }
}

async function checkFiles(
  files: readonly ManifestFile[],
  paths: readonly string[],
  read: (path: string) => Promise<Uint8Array>,
): Promise<TaskProblem[]> {
  const problems: TaskProblem[] = []
  const listed = new Set(files.map((file) => file.path))
  for (const path of paths)
    if (!listed.has(path) && path !== 'MANIFEST.json' && !path.startsWith('meta/'))
      problems.push({ file: path, message: 'is not listed in MANIFEST.json' })
  for (const file of files) {
    if (!paths.includes(file.path)) problems.push({ file: file.path, message: 'is listed and missing' })
    else if (sha256(await read(file.path)) !== file.sha256)
      problems.push({ file: file.path, message: 'was changed: its sha256 differs' })
  }
  return problems
}

/** Views by place, sorted and unique paths, and no judge file whose very bytes an agent sees. */
export function checkViews(files: readonly ManifestFile[]): TaskProblem[] {
  const problems: TaskProblem[] = []
  const seenByAgent = new Map(
    files.filter((file) => file.view === 'agent').map((file) => [file.sha256, file.path]),
  )
  files.forEach((file, at) => {
    const before = files[at - 1]
    if (before !== undefined && before.path >= file.path)
      problems.push({ file: file.path, message: 'is not in sorted order, or listed twice' })
    if (viewOfPath(file.path) !== file.view)
      problems.push({ file: file.path, message: `must not have the view ${file.view}` })
    const seen = file.view === 'judge' && file.bytes > 0 ? seenByAgent.get(file.sha256) : undefined
    if (seen !== undefined)
      problems.push({ file: file.path, message: `has the same bytes as ${seen}, which agents see` })
  })
  return problems
}
