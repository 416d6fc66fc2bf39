/** What a file really is, where its first bytes say that it is not what its name says; and what helps. */
export type Foreign = { what: string; fix: string }

/** Bytes that are enough to tell. */
export const FOREIGN_HEAD_BYTES = 512

const UNPACK = 'Unpack it and pack the folder again.'
const AS_CSV = 'Save it as CSV.'

export const WORKBOOK: Foreign = { what: 'is an Excel workbook', fix: AS_CSV }

const MAGIC: readonly (readonly [magic: string, what: string, fix: string])[] = [
  ['PK\u0003\u0004', 'is a zip archive', UNPACK],
  ['PK\u0005\u0006', 'is an empty zip archive', UNPACK],
  ['\u001f\u008b', 'is packed with gzip', UNPACK],
  ['BZh', 'is packed with bzip2', UNPACK],
  ['\u00fd7zXZ\u0000', 'is packed with xz', UNPACK],
  ['\u0028\u00b5\u002f\u00fd', 'is packed with zstd', UNPACK],
  ['7z\u00bc\u00af\u0027\u001c', 'is a 7z archive', UNPACK],
  ['Rar!', 'is a RAR archive', UNPACK],
  ['PAR1', 'is a parquet file', AS_CSV],
  ['ARROW1', 'is an Arrow file', AS_CSV],
  ['SQLite format 3', 'is an SQLite database', 'Save its table as CSV.'],
  ['\u00d0\u00cf\u0011\u00e0', 'is an Excel workbook of the old form', AS_CSV],
  ['%PDF', 'is a PDF', 'Save what it says as text.'],
  ['{\\rtf', 'is a rich text document', 'Save it as plain text.'],
  ['\u0089PNG', 'is a picture', 'Put the file itself there.'],
  ['\u00ff\u00d8\u00ff', 'is a picture', 'Put the file itself there.'],
]

const LFS = /^version https:\/\/(?:git-lfs|hawser)\.github\.com\/spec\//
const ANNEX = /^(?:\.\.\/){0,32}(?:\.git)?\/annex\/objects\//
/** As it reads byte by byte. */
const BYTE_ORDER_MARK = '\u00ef\u00bb\u00bf'
const DVC = /^(?:outs|deps|md5):/
const XML = /^<\?xml\s/i
const WEB_PAGE = /^(?:<!doctype html|<html)/i

/** What appears in a clone in place of a large file, or what a download gave in place of one. */
function placeholder(raw: string): Foreign | null {
  const text = raw.replace(BYTE_ORDER_MARK, '').trimStart()
  if (LFS.test(text))
    return {
      what: 'is a Git LFS pointer: the file itself was not fetched',
      fix: 'Run "git lfs pull" where it was cloned, and upload what is there then.',
    }
  if (ANNEX.test(text))
    return {
      what: 'is a git-annex pointer: the file itself was not fetched',
      fix: 'Run "git annex get" where it was cloned, and upload what is there then.',
    }
  if (WEB_PAGE.test(text))
    return {
      what: 'is a web page, perhaps that of a sign-in',
      fix: 'Download the file again while you are signed in.',
    }
  if (DVC.test(text) && /\bpath: /.test(text) && /\b(?:md5|etag|hash): /.test(text))
    return {
      what: 'is a DVC pointer: the file itself was not fetched',
      fix: 'Run "dvc pull" where it was cloned, and upload what is there then.',
    }
  if (XML.test(text))
    return {
      what: 'is an XML document, perhaps the answer to a download that failed',
      fix: 'Download the file again, or save it as CSV.',
    }
  return null
}

/** Names that a file is not what it is called; null for text and for what is not known. */
export function foreignContent(bytes: Uint8Array): Foreign | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, FOREIGN_HEAD_BYTES))
  const raw = head.toString('latin1')
  const found = MAGIC.find(([magic]) => raw.startsWith(magic))
  if (found === undefined) return placeholder(raw)
  const [, what, fix] = found
  // A workbook of today is a zip, whose first entry tells.
  if (raw.includes('[Content_Types].xml')) return WORKBOOK
  return { what, fix }
}

/** True for what Git LFS leaves in a clone in place of a file. */
export const isLfsPointer = (bytes: Uint8Array): boolean =>
  LFS.test(Buffer.from(bytes.subarray(0, FOREIGN_HEAD_BYTES)).toString('latin1').trimStart())

/** The first bytes of a file that is read in pieces. */
export async function headOfPieces(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const piece of pieces) {
    parts.push(piece)
    bytes += piece.length
    if (bytes >= FOREIGN_HEAD_BYTES) break
  }
  return Buffer.concat(parts).subarray(0, FOREIGN_HEAD_BYTES)
}
