import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { ZipFile } from 'yazl'

/** Zips every folder of `dir` that has a seed.json, with equal bytes for equal folders. Null when there is none. */
export async function bundleSeeds(
  dir: string,
): Promise<{ zip: Uint8Array; sha256: string; folders: string[] } | null> {
  const names = await readdir(dir).catch(() => [])
  const isSeed = (name: string) =>
    stat(join(dir, name, 'seed.json')).then(
      () => true,
      () => false,
    )
  const folders = (await Promise.all(names.map(async (name) => ((await isSeed(name)) ? [name] : []))))
    .flat()
    .sort()
  if (folders.length === 0) return null
  const zip = new ZipFile()
  const options = { mtime: new Date(1981, 0, 1), mode: 0o100644, forceDosTimestamp: true, compress: true }
  for (const folder of folders)
    for (const file of (await readdir(join(dir, folder), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort())
      zip.addBuffer(await readFile(file), file.slice(dir.length + 1), options)
  zip.end()
  const parts: Uint8Array[] = []
  for await (const part of zip.outputStream as Readable) parts.push(part as Uint8Array)
  const bytes = Buffer.concat(parts)
  return { zip: bytes, sha256: createHash('sha256').update(bytes).digest('hex'), folders }
}
