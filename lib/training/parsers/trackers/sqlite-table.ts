/**
 * Rows of a table of an SQLite file: its B-tree of pages, records and overflow pages, read only. What does not make
 * sense ends the reading with `SqliteFault`; every page is looked at once, so that a file of loops ends too.
 */
export type SqliteValue = string | number | null | Uint8Array
export type SqliteTable = { name: string; columns: string[]; root: number }

export class SqliteFault extends Error {}

const HEADER = 100
const LEAF = 13
const INTERIOR = 5
const SCHEMA_PAGE = 1

type File = { bytes: Uint8Array; view: DataView; pageSize: number; usable: number; encoding: string }

function openFile(bytes: Uint8Array): File {
  if (bytes.length < 512) throw new SqliteFault('the file is cut off')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const size = view.getUint16(16)
  const pageSize = size === 1 ? 65_536 : size
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0) throw new SqliteFault('the page size is wrong')
  const encoding = view.getUint32(56) === 2 ? 'utf-16le' : view.getUint32(56) === 3 ? 'utf-16be' : 'utf-8'
  return { bytes, view, pageSize, usable: pageSize - (bytes[20] ?? 0), encoding }
}

function varint(bytes: Uint8Array, at: number): [value: number, next: number] {
  let value = 0
  for (let i = 0; i < 8; i++) {
    const byte = bytes[at + i]
    if (byte === undefined) throw new SqliteFault('a number is cut off')
    value = value * 128 + (byte & 0x7f)
    if ((byte & 0x80) === 0) return [value, at + i + 1]
  }
  return [value * 256 + (bytes[at + 8] ?? 0), at + 9]
}

function pageAt(file: File, number: number): { start: number; head: number } {
  const start = (number - 1) * file.pageSize
  if (number < 1 || start + file.pageSize > file.bytes.length) throw new SqliteFault('a page is missing')
  return { start, head: number === SCHEMA_PAGE ? start + HEADER : start }
}

/** The whole payload of a cell, overflow pages included. */
function payloadOf(file: File, at: number, length: number, seen: Set<number>): Uint8Array {
  const { usable, bytes, view } = file
  if (length > bytes.length) throw new SqliteFault('a record is too long')
  const least = Math.floor(((usable - 12) * 32) / 255) - 23
  const kept = least + ((length - least) % (usable - 4))
  const own = length <= usable - 35 ? length : kept <= usable - 35 ? kept : least
  if (at + own > bytes.length) throw new SqliteFault('a record is cut off')
  if (own === length) return bytes.subarray(at, at + length)
  const parts = [bytes.subarray(at, at + own)]
  let left = length - own
  for (let next = view.getUint32(at + own); left > 0; ) {
    if (seen.has(next)) throw new SqliteFault('pages go round in a circle')
    seen.add(next)
    const { start } = pageAt(file, next)
    const part = bytes.subarray(start + 4, start + 4 + Math.min(left, usable - 4))
    parts.push(part)
    left -= part.length
    next = view.getUint32(start)
  }
  return Buffer.concat(parts)
}

const SIZES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0]

function wholeNumber(payload: Uint8Array, at: number, size: number): number {
  let value = 0n
  for (let i = 0; i < size; i++) value = (value << 8n) | BigInt(payload[at + i] ?? 0)
  return Number(BigInt.asIntN(size * 8, value))
}

function valuesOf(payload: Uint8Array, encoding: string): SqliteValue[] {
  const [headerLength, first] = varint(payload, 0)
  const decoder = new TextDecoder(encoding)
  const values: SqliteValue[] = []
  let body = headerLength
  for (let at = first; at < headerLength; ) {
    const [type, next] = varint(payload, at)
    at = next
    const size = type < 10 ? (SIZES[type] ?? 0) : type < 12 ? 0 : Math.floor((type - 12) / 2)
    if (body + size > payload.length) throw new SqliteFault('a value is cut off')
    if (type === 0) values.push(null)
    else if (type === 8 || type === 9) values.push(type - 8)
    else if (type === 7) values.push(new DataView(payload.buffer, payload.byteOffset + body, 8).getFloat64(0))
    else if (type < 7) values.push(wholeNumber(payload, body, size))
    else {
      const bytes = payload.subarray(body, body + size)
      values.push(type % 2 === 0 ? bytes : decoder.decode(bytes))
    }
    body += size
  }
  return values
}

function* rowsFrom(file: File, root: number): Generator<SqliteValue[]> {
  const seen = new Set<number>()
  const open = [root]
  for (let number = open.pop(); number !== undefined; number = open.pop()) {
    if (seen.has(number)) throw new SqliteFault('pages go round in a circle')
    seen.add(number)
    const { start, head } = pageAt(file, number)
    const kind = file.bytes[head]
    if (kind !== LEAF && kind !== INTERIOR) throw new SqliteFault('a page is of no known kind')
    const cells = file.view.getUint16(head + 3)
    const pointers = head + (kind === LEAF ? 8 : 12)
    if (pointers + 2 * cells > start + file.pageSize) throw new SqliteFault('a page has too many cells')
    const places = Array.from({ length: cells }, (_, i) => start + file.view.getUint16(pointers + 2 * i))
    if (kind === INTERIOR) {
      // The stack gives the last first.
      open.push(file.view.getUint32(head + 8))
      for (const place of places.reverse()) open.push(file.view.getUint32(place))
      continue
    }
    for (const place of places) {
      const [length, afterLength] = varint(file.bytes, place)
      const [, afterId] = varint(file.bytes, afterLength)
      yield valuesOf(payloadOf(file, afterId, length, seen), file.encoding)
    }
  }
}

const isNameEnd = (char: string | undefined) => char === undefined || /[\s,()]/.test(char)

/** Names of the columns of a `CREATE TABLE`: the first word of each part that no bracket holds. */
function columnsOf(sql: string): string[] {
  const body = sql.slice(sql.indexOf('(') + 1, sql.lastIndexOf(')'))
  const parts: string[] = []
  let depth = 0
  let from = 0
  for (let at = 0; at <= body.length; at++) {
    const char = body[at]
    if (char === '(') depth++
    else if (char === ')') depth--
    else if (char === undefined || (char === ',' && depth === 0)) {
      parts.push(body.slice(from, at).trim())
      from = at + 1
    }
  }
  return parts.map((part) => {
    let end = 0
    while (!isNameEnd(part[end])) end++
    return part.slice(0, end).replaceAll(/["'`[\]]/g, '')
  })
}

/** The tables of an SQLite file, and their rows by name of column. @throws SqliteFault where the file is damaged */
export function openSqlite(bytes: Uint8Array): {
  tables: SqliteTable[]
  rows(table: SqliteTable): Generator<Map<string, SqliteValue>>
} {
  const file = openFile(bytes)
  const tables: SqliteTable[] = []
  for (const [type, name, , root, sql] of rowsFrom(file, SCHEMA_PAGE))
    if (type === 'table' && typeof name === 'string' && typeof root === 'number' && typeof sql === 'string')
      tables.push({ name, root, columns: columnsOf(sql) })
  return {
    tables,
    *rows({ root, columns }) {
      for (const values of rowsFrom(file, root))
        yield new Map(columns.map((name, at) => [name, values[at] ?? null]))
    },
  }
}
