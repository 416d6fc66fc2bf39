import { SqliteFault } from '#lib/training/parsers/trackers/sqlite-table.ts'

const HEADER = 32
const FRAME = 24
const LITTLE = 0x37_7f_06_82
const BIG = 0x37_7f_06_83

type Sum = readonly [number, number]

/** The running checksum of the format, over whole pairs of words. */
function sumOf(bytes: Uint8Array, [first, second]: Sum, isBig: boolean): Sum {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let [a, b] = [first, second]
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    a = (a + view.getUint32(at, !isBig) + b) >>> 0
    b = (b + view.getUint32(at + 4, !isBig) + a) >>> 0
  }
  return [a, b]
}

type Log = { pages: Map<number, Uint8Array>; count: number; pageSize: number; isCut: boolean }

/** The newest committed state of each page, as SQLite itself would take it over. */
function readLog(wal: Uint8Array): Log {
  const view = new DataView(wal.buffer, wal.byteOffset, wal.byteLength)
  const magic = wal.length < HEADER ? 0 : view.getUint32(0)
  if (magic !== LITTLE && magic !== BIG) throw new SqliteFault('its -wal file is cut off')
  const isBig = magic === BIG
  const size = view.getUint32(8)
  let sum = sumOf(wal.subarray(0, 24), [0, 0], isBig)
  if (sum[0] !== view.getUint32(24) || sum[1] !== view.getUint32(28) || size < 512 || size > 65_536)
    throw new SqliteFault('the header of its -wal file is wrong')
  const isOfThisRound = (at: number) =>
    at + 16 <= wal.length &&
    view.getUint32(at + 8) === view.getUint32(16) &&
    view.getUint32(at + 12) === view.getUint32(20)
  const log: Log = { pages: new Map(), count: 0, pageSize: size, isCut: false }
  const pending = new Map<number, Uint8Array>()
  // What follows frames of this round is left from rounds that the database has taken over.
  for (let at = HEADER; isOfThisRound(at); at += FRAME + size) {
    const page = wal.subarray(at + FRAME, at + FRAME + size)
    sum = sumOf(page, sumOf(wal.subarray(at, at + 8), sum, isBig), isBig)
    if (page.length < size || sum[0] !== view.getUint32(at + 16) || sum[1] !== view.getUint32(at + 20))
      return { ...log, isCut: true }
    pending.set(view.getUint32(at), page)
    const pages = view.getUint32(at + 4)
    if (pages === 0) continue
    for (const [number, content] of pending) log.pages.set(number, content)
    pending.clear()
    log.count = pages
  }
  return { ...log, isCut: pending.size > 0 }
}

/**
 * An SQLite database with what its `-wal` file holds on top; `isCut` where that file ends in the middle of a change,
 * which SQLite drops too. @throws SqliteFault where the two do not fit
 */
export function withLog(
  database: Uint8Array,
  wal: Uint8Array,
  mostBytes: number,
): { bytes: Uint8Array; isCut: boolean } {
  const { pages, count, pageSize, isCut } = readLog(wal)
  if (count === 0) return { bytes: database, isCut }
  const own = database.length < 18 ? 0 : new DataView(database.buffer, database.byteOffset).getUint16(16)
  // The largest size does not fit into its field, and is written as 1.
  if ((own === 1 ? 65_536 : own) !== pageSize)
    throw new SqliteFault('its -wal file belongs to another database')
  if (count * pageSize > mostBytes) throw new SqliteFault('its -wal file makes it too large')
  const bytes = new Uint8Array(count * pageSize)
  bytes.set(database.subarray(0, bytes.length))
  for (const [number, content] of pages)
    if (number >= 1 && number <= count) bytes.set(content, (number - 1) * pageSize)
  return { bytes, isCut }
}

/** True where a database keeps its newest rows in a file beside it, until it takes them over. */
export const keepsLog = (database: Uint8Array): boolean => database[18] === 2
