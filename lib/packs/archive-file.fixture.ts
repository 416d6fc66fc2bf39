import type { ArchiveFile } from '#lib/packs/read-archive.ts'

/** A file as an archive gives it, out of memory. */
export function archiveFile(path: string, content: Uint8Array | string): ArchiveFile {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return {
    path,
    bytes: bytes.length,
    read: async () => bytes,
    async *stream() {
      yield bytes
    },
  }
}
