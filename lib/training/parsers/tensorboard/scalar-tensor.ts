import { fieldsOf, float32, float64, packedVarints } from '#lib/training/parsers/tensorboard/wire.ts'

/** DataType of TensorFlow, of the types whose one element is a number. */
const TYPE = {
  float: 1,
  double: 2,
  int32: 3,
  uint8: 4,
  int16: 5,
  int8: 6,
  int64: 9,
  bool: 10,
  bfloat16: 14,
  uint16: 17,
  half: 19,
  uint32: 22,
  uint64: 23,
} as const

const FIELD = {
  dtype: 1,
  shape: 2,
  content: 4,
  float: 5,
  double: 6,
  int: 7,
  int64: 10,
  bool: 11,
  half: 13,
  uint32: 16,
  uint64: 17,
} as const

/** IEEE half precision. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

/** The upper half of a float32. */
function fromBfloat16(bits: number): number {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint16(2, bits & 0xffff, true)
  return float32(bytes)
}

function fromContent(dtype: number, content: Uint8Array): number | null {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength)
  const read: Partial<Record<number, [bytes: number, read: () => number]>> = {
    [TYPE.float]: [4, () => view.getFloat32(0, true)],
    [TYPE.double]: [8, () => view.getFloat64(0, true)],
    [TYPE.int32]: [4, () => view.getInt32(0, true)],
    [TYPE.uint32]: [4, () => view.getUint32(0, true)],
    [TYPE.uint8]: [1, () => view.getUint8(0)],
    [TYPE.bool]: [1, () => view.getUint8(0)],
    [TYPE.int8]: [1, () => view.getInt8(0)],
    [TYPE.int16]: [2, () => view.getInt16(0, true)],
    [TYPE.uint16]: [2, () => view.getUint16(0, true)],
    [TYPE.int64]: [8, () => Number(view.getBigInt64(0, true))],
    [TYPE.uint64]: [8, () => Number(view.getBigUint64(0, true))],
    [TYPE.half]: [2, () => fromHalf(view.getUint16(0, true))],
    [TYPE.bfloat16]: [2, () => fromBfloat16(view.getUint16(0, true))],
  }
  const entry = read[dtype]
  return entry !== undefined && content.byteLength === entry[0] ? entry[1]() : null
}

/** Number of elements that a shape says; null where it is unknown. */
function elementsOf(shape: Uint8Array): number | null {
  let elements = 1
  for (const dim of fieldsOf(shape)) {
    if (dim.field === 3) return null
    if (dim.field !== 2 || dim.kind !== 'bytes') continue
    let size = 0
    for (const part of fieldsOf(dim.bytes)) if (part.field === 1 && part.kind === 'varint') size = part.value
    elements *= size
  }
  return elements
}

type Values = { field: number; list: number[] }

function valuesOf(part: ReturnType<typeof fieldsOf> extends Generator<infer F> ? F : never): Values | null {
  const { field } = part
  if (part.kind === 'varint') return { field, list: [part.value] }
  if (part.kind === 'fixed32') return { field, list: [float32(part.bytes)] }
  if (part.kind === 'fixed64') return { field, list: [float64(part.bytes)] }
  const { bytes } = part
  if (field === FIELD.float)
    return { field, list: bytes.length === 4 ? [float32(bytes)] : bytes.length === 0 ? [] : [0, 0] }
  if (field === FIELD.double)
    return { field, list: bytes.length === 8 ? [float64(bytes)] : bytes.length === 0 ? [] : [0, 0] }
  return { field, list: packedVarints(bytes.subarray(0, 32)) }
}

/** The number in a TensorProto of one element; null for anything else. An omitted value is 0, as protocol buffers are. */
export function scalarOfTensor(bytes: Uint8Array): number | null {
  let dtype = 0
  let content: Uint8Array | null = null
  let elements: number | null = 1
  let values: Values | null = null
  for (const part of fieldsOf(bytes)) {
    if (part.field === FIELD.dtype && part.kind === 'varint') dtype = part.value
    else if (part.field === FIELD.shape && part.kind === 'bytes') elements = elementsOf(part.bytes)
    else if (part.field === FIELD.content && part.kind === 'bytes') content = part.bytes
    else if (part.field >= FIELD.float && part.field !== 8 && part.field !== 9) values ??= valuesOf(part)
  }
  if (elements !== 1 || !Object.values<number>(TYPE).includes(dtype)) return null
  if (content !== null && content.length > 0) return fromContent(dtype, content)
  if (values === null) return 0
  if (values.list.length > 1) return null
  const value = values.list[0] ?? 0
  if (values.field !== FIELD.half) return value
  return dtype === TYPE.bfloat16 ? fromBfloat16(value) : fromHalf(value)
}
