import type { Dir, Dirent } from 'node:fs'
import { opendir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { SweepRules, Swept } from '#lib/domain/ports/blob-store.ts'

const SHA256 = /^[0-9a-f]{64}$/
const FOLDER = /^[0-9a-f]{2}$/
const AWAY = 'swept-'
/** Blobs whose references are asked for at once. */
const BATCH = 500

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'
const unlessMissing = (error: unknown): null => {
  if (isMissing(error)) return null
  throw error
}

type Aged = { path: string; name: string; bytes: number }

/** Files of a folder that were not written since `until`, a time in milliseconds. */
async function* olderFiles(folder: string, until: number): AsyncGenerator<Aged> {
  const entries: Dir | null = await opendir(folder).catch(unlessMissing)
  if (entries === null) return
  for await (const { name, parentPath } of entries as AsyncIterable<Dirent>) {
    const path = join(parentPath, name)
    const facts = await stat(path).catch(unlessMissing)
    if (facts?.isFile() && facts.mtimeMs < until) yield { path, name, bytes: facts.size }
  }
}

async function foldersOf(dir: string): Promise<string[]> {
  const entries: Dir | null = await opendir(dir).catch(unlessMissing)
  const names: string[] = []
  if (entries !== null) for await (const { name } of entries) if (FOLDER.test(name)) names.push(name)
  return names.sort()
}

/**
 * Takes a blob out of reach first and looks again: whoever put it meanwhile made it new, and finds it again in its
 * place; whoever puts it from now on writes it again. Bytes that were freed.
 */
async function take(dir: string, blob: Aged, until: number, { referenced }: SweepRules): Promise<number> {
  const away = join(dir, 'tmp', `${AWAY}${blob.name}`)
  const isMoved = await rename(blob.path, away).then(() => true, unlessMissing)
  if (!isMoved) return 0
  const { mtimeMs } = await stat(away)
  if (mtimeMs >= until || (await referenced([blob.name])).has(blob.name)) {
    await rename(away, blob.path)
    return 0
  }
  await rm(away, { force: true })
  return blob.bytes
}

/** What a sweep moved away and did not come back to: it stays where something refers to it. */
async function settleAway(
  dir: string,
  { path, name, bytes }: Aged,
  { referenced }: SweepRules,
): Promise<number> {
  const sha256 = name.slice(AWAY.length)
  if (SHA256.test(sha256) && (await referenced([sha256])).has(sha256)) {
    await rename(path, join(dir, sha256.slice(0, 2), sha256)).catch(unlessMissing)
    return 0
  }
  await rm(path, { force: true })
  return bytes
}

/** Removes unfinished files and blobs without a reference below `dir`; several processes may do so at once. */
export async function sweepBlobs(dir: string, rules: SweepRules): Promise<Swept> {
  const swept: Swept = { files: 0, bytes: 0 }
  const count = (bytes: number) => {
    if (bytes === 0) return
    swept.files++
    swept.bytes += bytes
  }
  for await (const file of olderFiles(join(dir, 'tmp'), rules.now.getTime() - rules.unfinishedMs))
    if (file.name.startsWith(AWAY)) count(await settleAway(dir, file, rules))
    else {
      await rm(file.path, { force: true })
      count(file.bytes)
    }
  const until = rules.now.getTime() - rules.unreferencedMs
  for (const folder of await foldersOf(dir)) {
    const aged: Aged[] = []
    for await (const blob of olderFiles(join(dir, folder), until)) if (SHA256.test(blob.name)) aged.push(blob)
    for (let at = 0; at < aged.length; at += BATCH) {
      const batch = aged.slice(at, at + BATCH)
      const held = await rules.referenced(batch.map(({ name }) => name))
      for (const blob of batch) if (!held.has(blob.name)) count(await take(dir, blob, until, rules))
    }
  }
  return swept
}
