import { isAppError } from '#lib/domain/errors.ts'
import { PACK_LIMITS } from '#lib/packs/archive-limits.ts'
import { sha256 } from '#lib/packs/digest.ts'
import { LAYOUTS } from '#lib/packs/layouts/all.ts'
import { PackIndex, parseSums } from '#lib/packs/pack-format.ts'
import { type ArchiveFile, readArchive } from '#lib/packs/read-archive.ts'
import type { TaskProblem } from '#lib/packs/task-format.ts'

export type PackCheck = {
  index: PackIndex | null
  /** sha256 of the zip file. */
  sha256: string
  files: number
  problems: TaskProblem[]
}

/** Checks a pack offline: every byte against SHA256SUMS, every task against its manifest, and the index. */
export async function verifyPack(zip: Uint8Array): Promise<PackCheck> {
  const check: PackCheck = { index: null, sha256: sha256(zip), files: 0, problems: [] }
  try {
    const { files } = await readArchive(zip, PACK_LIMITS)
    return { ...check, files: files.length, ...(await verifyFiles(files)) }
  } catch (error) {
    if (!isAppError(error)) throw error
    const file = typeof error.meta.file === 'string' ? error.meta.file : 'the pack'
    return { ...check, problems: [{ file, message: error.publicMessage }] }
  }
}

/** The same for an unpacked pack, or for files that were opened elsewhere. */
export async function verifyFiles(
  files: readonly ArchiveFile[],
): Promise<{ index: PackIndex | null; problems: TaskProblem[] }> {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const read = async (path: string): Promise<Uint8Array> =>
    (await byPath.get(path)?.read()) ?? new Uint8Array()
  const problems = await checkSums(byPath, read)
  const index = PackIndex.safeParse(jsonOrNull(await read('pack.json')))
  if (!index.success) {
    const [issue] = index.error.issues
    problems.push({
      file: 'pack.json',
      message: `is not a pack index: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
    })
    return { index: null, problems: unique(problems) }
  }
  const opened = { paths: [...byPath.keys()], has: (path: string) => byPath.has(path), read }
  const { check } = LAYOUTS[index.data.layout]
  for (const task of index.data.tasks) problems.push(...(await check(task, opened)))
  return { index: index.data, problems: unique(problems) }
}

async function checkSums(
  byPath: ReadonlyMap<string, ArchiveFile>,
  read: (path: string) => Promise<Uint8Array>,
): Promise<TaskProblem[]> {
  if (!byPath.has('SHA256SUMS')) return [{ file: 'SHA256SUMS', message: 'is missing' }]
  const sums = parseSums(new TextDecoder().decode(await read('SHA256SUMS')))
  if (sums === null) return [{ file: 'SHA256SUMS', message: 'is not a list of sha256 sums' }]
  const problems: TaskProblem[] = []
  for (const [path, expected] of sums) {
    if (!byPath.has(path)) problems.push({ file: path, message: 'is listed and missing' })
    else if ((await digest(path, read)) !== expected)
      problems.push({ file: path, message: 'was changed: its sha256 differs' })
  }
  for (const path of byPath.keys())
    if (!sums.has(path) && path !== 'SHA256SUMS')
      problems.push({ file: path, message: 'is not part of the pack' })
  return problems
}

async function digest(path: string, read: (path: string) => Promise<Uint8Array>): Promise<string | null> {
  try {
    return sha256(await read(path))
  } catch (error) {
    if (isAppError(error)) return null
    throw error
  }
}

function jsonOrNull(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown
  } catch {
    return null
  }
}

const unique = (problems: readonly TaskProblem[]): TaskProblem[] => [
  ...new Map(problems.map((one) => [`${one.file}\n${one.message}`, one])).values(),
]
