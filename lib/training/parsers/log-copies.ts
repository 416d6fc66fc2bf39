import type { ImportNote } from '#lib/contracts/imports.ts'
import { isAppError } from '#lib/domain/errors.ts'
import { copiesAmong } from '#lib/packs/file-copies.ts'
import type { LogFile } from '#lib/training/parsers/parsed-run.ts'

const BACKUP = /(?:~|\.(?:bak|orig|old|swp)|\.sw[a-p]|#)$/i

/** Whether two files of one length hold the same bytes, whatever the pieces that they come in. */
async function isSame(one: LogFile, other: LogFile): Promise<boolean> {
  if (one.bytes !== other.bytes) return false
  const bytesOf = async (file: LogFile): Promise<Buffer> => {
    const parts: Uint8Array[] = []
    for await (const part of file.open()) parts.push(part)
    return Buffer.concat(parts)
  }
  try {
    return (await bytesOf(one)).equals(await bytesOf(other))
  } catch (error) {
    // A damaged file is named where it is read.
    if (!isAppError(error)) throw error
    return false
  }
}

/**
 * Logs without what an editor keeps beside them, and without copies of the same bytes, which would be runs of their
 * own. `metrics (1).csv` with other bytes is another download, and stays.
 */
export async function withoutCopies(
  files: readonly LogFile[],
  mostBytes: number,
): Promise<{ files: LogFile[]; notes: ImportNote[] }> {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const notes: ImportNote[] = []
  const left = new Set<string>()
  for (const [copy, original] of copiesAmong([...byPath.keys()])) {
    const [one, other] = [byPath.get(copy), byPath.get(original)]
    if (one === undefined || other === undefined) continue
    const isCopy = BACKUP.test(copy) || (one.bytes <= mostBytes && (await isSame(one, other)))
    if (!isCopy) continue
    left.add(copy)
    notes.push({
      file: copy,
      where: null,
      message: `It is a copy of ${original} and is left out.`,
      next: 'Give it a name of its own if it is another run.',
    })
  }
  return { files: files.filter(({ path }) => !left.has(path)), notes }
}
