import { createHash } from 'node:crypto'

/** Points of one series by column, in order of arrival. Steps are whole numbers, times milliseconds since 1970. */
export type MetricColumns = {
  steps: Float64Array
  /** NaN and infinities stand as they were logged. */
  values: Float64Array
  /** null: the source has no times. */
  times: Float64Array | null
}
/** What a row of `metric_chunk` holds. */
export type PackedChunk = {
  count: number
  firstStep: number
  lastStep: number
  steps: Uint8Array<ArrayBuffer>
  values: Uint8Array<ArrayBuffer>
  times: Uint8Array<ArrayBuffer>
  digest: Uint8Array<ArrayBuffer>
}

export const CHUNK_POINTS = 4096
const BYTES = 8
const EMPTY = new Uint8Array(0)

function packWhole(numbers: Float64Array): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(numbers.length * BYTES))
  for (let i = 0; i < numbers.length; i++) view.setBigInt64(i * BYTES, BigInt(numbers[i] ?? 0), true)
  return new Uint8Array(view.buffer)
}

function packFloat(numbers: Float64Array): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(numbers.length * BYTES))
  for (let i = 0; i < numbers.length; i++) view.setFloat64(i * BYTES, numbers[i] ?? Number.NaN, true)
  return new Uint8Array(view.buffer)
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

function unpackWhole(bytes: Uint8Array): Float64Array {
  const view = viewOf(bytes)
  const out = new Float64Array(bytes.byteLength / BYTES)
  // Two 32-bit reads instead of a BigInt: a chunk is read far more often than it is written.
  for (let i = 0; i < out.length; i++)
    out[i] = view.getInt32(i * BYTES + 4, true) * 2 ** 32 + view.getUint32(i * BYTES, true)
  return out
}

function unpackFloat(bytes: Uint8Array<ArrayBuffer>): Float64Array {
  // Every machine that Node runs on is little-endian, as the chunk is: bytes that lie well are the numbers.
  if (bytes.byteOffset % BYTES === 0)
    return new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / BYTES)
  const view = viewOf(bytes)
  const out = new Float64Array(bytes.byteLength / BYTES)
  for (let i = 0; i < out.length; i++) out[i] = view.getFloat64(i * BYTES, true)
  return out
}

/** True where first step, last step and count give every step. */
function isEven(steps: Float64Array): boolean {
  const stride = steps.length < 2 ? 0 : (steps[1] ?? 0) - (steps[0] ?? 0)
  for (let i = 1; i < steps.length; i++) if ((steps[i] ?? 0) - (steps[i - 1] ?? 0) !== stride) return false
  return true
}

/** Packs up to 4,096 points. The digest covers all columns, so that an equal batch is an equal chunk. */
export function packChunk({ steps, values, times }: MetricColumns): PackedChunk {
  const count = values.length
  if (count === 0 || count > CHUNK_POINTS || steps.length !== count || (times && times.length !== count))
    throw new RangeError(`a chunk holds 1 to ${CHUNK_POINTS} points with equal columns, not ${count}`)
  const firstStep = steps[0] ?? 0
  const lastStep = steps[count - 1] ?? 0
  const packed = {
    steps: isEven(steps) ? EMPTY : packWhole(steps),
    values: packFloat(values),
    times: times === null ? EMPTY : packWhole(times),
  }
  const digest = createHash('sha256')
    .update(`${count}:${firstStep}:${lastStep}:${packed.steps.byteLength}:`)
    .update(packed.steps)
    .update(packed.values)
    .update(packed.times)
    .digest()
  return { count, firstStep, lastStep, ...packed, digest: new Uint8Array(digest) }
}

/** Steps that rise by a constant; a loop, since millions of them are made for one chart. */
function evenSteps({ count, firstStep, lastStep }: Pick<PackedChunk, 'count' | 'firstStep' | 'lastStep'>) {
  const stride = count < 2 ? 0 : (lastStep - firstStep) / (count - 1)
  const steps = new Float64Array(count)
  for (let i = 0; i < count; i++) steps[i] = firstStep + i * stride
  return steps
}

/** The points of a chunk; inverse of {@link packChunk}. */
export function unpackChunk(chunk: Omit<PackedChunk, 'digest'>): MetricColumns {
  return {
    steps: chunk.steps.byteLength === 0 ? evenSteps(chunk) : unpackWhole(chunk.steps),
    values: unpackFloat(chunk.values),
    times: chunk.times.byteLength === 0 ? null : unpackWhole(chunk.times),
  }
}
