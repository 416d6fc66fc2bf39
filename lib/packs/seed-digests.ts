import { createHash } from 'node:crypto'
import type { SeedFile } from '#lib/packs/seed-parts.ts'
import { refusal } from '#lib/packs/seed-refusal.ts'
import { isLfsPointer } from '#lib/tables/foreign-content.ts'

/** A file of a seed by its bytes. */
export type Digests = {
  file: { path: string; bytes: number; sha256: string }
  md5: string
  isPointer: boolean
}

/** Reads a file once, for all that its bytes tell. */
export async function digestOf({ path, file }: SeedFile): Promise<Digests> {
  const [sha, md5] = [createHash('sha256'), createHash('md5')]
  let head: Uint8Array | null = null
  for await (const piece of file.stream()) {
    head ??= piece
    sha.update(piece)
    md5.update(piece)
  }
  const isPointer = head !== null && isLfsPointer(head)
  return { file: { path, bytes: file.bytes, sha256: sha.digest('hex') }, md5: md5.digest('hex'), isPointer }
}

/** Pictures and sounds that are pointers: what the seed is would be guessed from what is not there. */
export function refusePointers(digests: readonly Digests[]): void {
  const [first, ...others] = digests.filter(({ isPointer }) => isPointer)
  if (first === undefined) return
  const { path } = first.file
  const many = others.length === 0 ? 'is a Git LFS pointer' : `and ${others.length} more are Git LFS pointers`
  throw refusal(
    path,
    `${path} ${many}: the files themselves were not fetched.`,
    'Run "git lfs pull" where they were cloned, and upload what is there then.',
  )
}
