/** One field of a protocol buffer: varints and fixed numbers as `number`, the rest as bytes. */
export type WireField =
  | { field: number; kind: 'varint'; value: number }
  | { field: number; kind: 'fixed32' | 'fixed64' | 'bytes'; bytes: Uint8Array }

const PART = 2 ** 28
const SIGN_WORD = 2 ** 64

type Cursor = { at: number }

/** A varint as a signed 64-bit number; null where the bytes end inside it. */
function varint(bytes: Uint8Array, cursor: Cursor): number | null {
  let low = 0
  let scale = 1
  for (let i = 0; i < 10; i++) {
    const byte = bytes[cursor.at]
    if (byte === undefined) return null
    cursor.at++
    low += (byte & 0x7f) * scale
    if ((byte & 0x80) === 0)
      return i === 9 && low >= SIGN_WORD / 2 ? exactNegative(bytes, cursor.at - 10) : low
    scale *= 128
  }
  return null
}

/** Ten bytes are a negative number, whose low bits a double would round away. */
function exactNegative(bytes: Uint8Array, from: number): number {
  let value = 0n
  for (let i = 0; i < 10; i++) value |= BigInt((bytes[from + i] ?? 0) & 0x7f) << BigInt(7 * i)
  return Number(BigInt.asIntN(64, value))
}

/** The fields of a message in order. Ends quietly where the bytes do not make sense any more. */
export function* fieldsOf(bytes: Uint8Array): Generator<WireField> {
  const cursor = { at: 0 }
  while (cursor.at < bytes.length) {
    const tag = varint(bytes, cursor)
    if (tag === null || tag < 0 || tag >= 16 * PART) return
    const field = Math.floor(tag / 8)
    const wire = tag % 8
    if (wire === 0) {
      const value = varint(bytes, cursor)
      if (value === null) return
      yield { field, kind: 'varint', value }
      continue
    }
    const length = wire === 1 ? 8 : wire === 5 ? 4 : wire === 2 ? varint(bytes, cursor) : null
    if (length === null || length < 0 || cursor.at + length > bytes.length) return
    const part = bytes.subarray(cursor.at, cursor.at + length)
    cursor.at += length
    yield { field, kind: wire === 1 ? 'fixed64' : wire === 5 ? 'fixed32' : 'bytes', bytes: part }
  }
}

/** All varints of a packed field. */
export function packedVarints(bytes: Uint8Array): number[] {
  const cursor = { at: 0 }
  const out: number[] = []
  while (cursor.at < bytes.length) {
    const value = varint(bytes, cursor)
    if (value === null) return out
    out.push(value)
  }
  return out
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
export const float32 = (bytes: Uint8Array): number => viewOf(bytes).getFloat32(0, true)
export const float64 = (bytes: Uint8Array): number => viewOf(bytes).getFloat64(0, true)
const DECODER = new TextDecoder()
export const text = (bytes: Uint8Array): string => DECODER.decode(bytes)
