import type { BlobStore } from '#lib/domain/ports/blob-store.ts'

/** Files of a task by path (`agent/train.csv`), as stored blobs. */
export type FileRefs = Record<string, { sha256: string; bytes: number }>
export type FileBytes = Record<string, Uint8Array>

/** Blobs are synced one by one; a few at a time keeps a task of a thousand pictures from taking minutes. */
const PARALLEL = 16

async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array<R>(items.length)
  const queue = items.map((item, index) => ({ item, index }))
  const lane = async () => {
    for (let next = queue.pop(); next !== undefined; next = queue.pop())
      results[next.index] = await work(next.item)
  }
  await Promise.all(Array.from({ length: Math.min(PARALLEL, items.length) }, lane))
  return results
}

export async function storeFiles(blobs: BlobStore, files: FileBytes): Promise<FileRefs> {
  const entries = await inParallel(
    Object.entries(files),
    async ([path, bytes]) => [path, await blobs.put(bytes)] as const,
  )
  return Object.fromEntries(entries)
}

/** Loads the files whose path passes `wanted`. */
export async function loadFiles(
  blobs: BlobStore,
  refs: FileRefs,
  wanted: (path: string) => boolean,
): Promise<FileBytes> {
  const paths = Object.keys(refs).filter(wanted)
  const entries = await inParallel(
    paths,
    async (path) => [path, await blobs.get(refs[path]?.sha256 ?? '')] as const,
  )
  return Object.fromEntries(entries)
}

export const isAgentFile = (path: string): boolean => path.startsWith('agent/')
