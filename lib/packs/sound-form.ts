import type { SoundForm } from '#lib/domain/artefacts/structure.ts'
import { someOf } from '#lib/packs/some-files.ts'

/** A sound by its path, readable from its beginning. */
type SoundFile = { path: string; file: { stream(): AsyncIterable<Uint8Array> } }

/** True for the path of a sound that is read. */
export const isSound = (path: string): boolean => /\.wav$/i.test(path)

/** Seconds are counted from the header; of the samples the first ones are measured. */
const HEAD_BYTES = 2 ** 18
const WINDOW = 1024
const WINDOWS = 24
/** Share of the power below which the band ends. */
const NEARLY_ALL = 0.99

/** Codes of plain samples: integers, floats, and those whose form stands further on. */
const PLAIN = [1, 3, 0xfffe]

type Header = { rate: number; channels: number; bits: number; isFloat: boolean; at: number; bytes: number }

const wordAt = (view: DataView, at: number) =>
  String.fromCharCode(...Array.from({ length: 4 }, (_, place) => view.getUint8(at + place)))

/** Chunks of a RIFF file: the format, then where the samples begin and how many bytes they are. */
function headerOf(view: DataView): Header | null {
  if (view.byteLength < 44 || wordAt(view, 0) !== 'RIFF' || wordAt(view, 8) !== 'WAVE') return null
  let format: Omit<Header, 'at' | 'bytes'> | null = null
  for (let at = 12; at + 8 <= view.byteLength; ) {
    const [name, bytes] = [wordAt(view, at), view.getUint32(at + 4, true)]
    if (name === 'fmt ' && at + 24 <= view.byteLength) {
      if (!PLAIN.includes(view.getUint16(at + 8, true))) return null
      format = {
        isFloat: view.getUint16(at + 8, true) === 3,
        channels: view.getUint16(at + 10, true),
        rate: view.getUint32(at + 12, true),
        bits: view.getUint16(at + 22, true),
      }
    }
    if (name === 'data') return format === null ? null : { ...format, at: at + 8, bytes }
    at += 8 + bytes + (bytes % 2)
  }
  return null
}

/** One sample in -1 to 1, by the form that the header states. */
function reader(view: DataView, { bits, isFloat }: Header): ((at: number) => number) | null {
  if (isFloat) return bits === 32 ? (at) => view.getFloat32(at, true) : null
  if (bits === 8) return (at) => (view.getUint8(at) - 128) / 128
  if (bits === 16) return (at) => view.getInt16(at, true) / 2 ** 15
  if (bits === 24) return (at) => (view.getInt16(at + 1, true) + view.getUint8(at) / 256) / 2 ** 15
  return bits === 32 ? (at) => view.getInt32(at, true) / 2 ** 31 : null
}

/** Power by frequency of one window, as a plain transform of a window of `WINDOW` samples. */
function addPower(power: Float64Array, samples: readonly number[]): void {
  const real = Float64Array.from(samples, (value, at) => value * Math.sin((Math.PI * at) / WINDOW) ** 2)
  const imaginary = new Float64Array(WINDOW)
  transform(real, imaginary)
  for (let at = 1; at < power.length; at++)
    power[at] = (power[at] ?? 0) + (real[at] ?? 0) ** 2 + (imaginary[at] ?? 0) ** 2
}

/** The discrete Fourier transform in place; the length is a power of two. */
function transform(real: Float64Array, imaginary: Float64Array): void {
  const n = real.length
  for (let at = 1, other = 0; at < n; at++) {
    let bit = n >> 1
    for (; other & bit; bit >>= 1) other ^= bit
    other ^= bit
    if (at >= other) continue
    for (const part of [real, imaginary]) {
      const kept = part[at] ?? 0
      part[at] = part[other] ?? 0
      part[other] = kept
    }
  }
  for (let size = 2; size <= n; size *= 2)
    for (let start = 0; start < n; start += size)
      for (let step = 0; step < size / 2; step++) turn(real, imaginary, { low: start + step, step, size })
}

function turn(
  real: Float64Array,
  imaginary: Float64Array,
  { low, step, size }: { low: number; step: number; size: number },
): void {
  const high = low + size / 2
  const [cosine, sine] = [Math.cos((-2 * Math.PI * step) / size), Math.sin((-2 * Math.PI * step) / size)]
  const [a, b] = [real[high] ?? 0, imaginary[high] ?? 0]
  const [across, along] = [a * cosine - b * sine, a * sine + b * cosine]
  real[high] = (real[low] ?? 0) - across
  imaginary[high] = (imaginary[low] ?? 0) - along
  real[low] = (real[low] ?? 0) + across
  imaginary[low] = (imaginary[low] ?? 0) + along
}

/** The frequency below which nearly all power lies. */
function bandOf(samples: readonly number[], rate: number): number {
  const power = new Float64Array(WINDOW / 2)
  const step = Math.max(WINDOW, Math.floor(samples.length / WINDOWS))
  for (let at = 0; at + WINDOW <= samples.length; at += step) addPower(power, samples.slice(at, at + WINDOW))
  const all = power.reduce((sum, one) => sum + one, 0)
  let below = 0
  const found = power.findIndex((one) => {
    below += one
    return all > 0 && below >= NEARLY_ALL * all
  })
  return found < 0 ? 0 : Math.round(((found + 1) * rate) / WINDOW)
}

/** The form of a WAV file, from its first bytes; null for what is none, or is packed. */
export function soundForm(bytes: Uint8Array): SoundForm | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const header = headerOf(view)
  const read = header === null ? null : reader(view, header)
  if (header === null || read === null || header.rate === 0 || header.channels === 0) return null
  const frame = (header.bits / 8) * header.channels
  const there = Math.min(header.bytes, view.byteLength - header.at)
  const samples = Array.from({ length: Math.floor(there / frame) }, (_, at) => read(header.at + at * frame))
  const square = samples.reduce((sum, one) => sum + one ** 2, 0) / Math.max(1, samples.length)
  return {
    seconds: Math.round((1000 * header.bytes) / frame / header.rate) / 1000,
    rate: header.rate,
    band: bandOf(samples, header.rate),
    level: Math.round(100 * Math.log10(Math.max(square, 1e-10))) / 10,
  }
}

async function headOf(file: SoundFile['file']): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of file.stream()) {
    pieces.push(piece)
    bytes += piece.length
    if (bytes >= HEAD_BYTES) break
  }
  return Buffer.concat(pieces)
}

/** The form of some sounds among the files, spread evenly over them. */
export async function soundForms(files: readonly SoundFile[]): Promise<SoundForm[]> {
  const forms: SoundForm[] = []
  for (const { file } of someOf(files.filter(({ path }) => isSound(path)))) {
    const form = soundForm(await headOf(file))
    if (form !== null) forms.push(form)
  }
  return forms
}
