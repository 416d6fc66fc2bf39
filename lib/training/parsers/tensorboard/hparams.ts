import { fieldsOf, float64, text, type WireField } from '#lib/training/parsers/tensorboard/wire.ts'

const SESSION_START = 3
const HPARAMS = 1

/** google.protobuf.Value of the kinds that a configuration holds. */
function textOf(bytes: Uint8Array): string | null {
  for (const part of fieldsOf(bytes)) {
    if (part.field === 2 && part.kind === 'fixed64') return String(float64(part.bytes))
    if (part.field === 3 && part.kind === 'bytes') return text(part.bytes)
    if (part.field === 4 && part.kind === 'varint') return part.value === 0 ? 'false' : 'true'
  }
  return null
}

const isBytes = (part: WireField, field: number): part is Extract<WireField, { bytes: Uint8Array }> =>
  part.field === field && part.kind === 'bytes'

/** Configuration of a run from the data of TensorBoard's HParams plugin; null where it holds none. */
export function hparamsOf(content: Uint8Array): Record<string, string> | null {
  const config: [string, string][] = []
  for (const part of fieldsOf(content)) {
    if (!isBytes(part, SESSION_START)) continue
    for (const entry of fieldsOf(part.bytes)) {
      if (!isBytes(entry, HPARAMS)) continue
      let key = ''
      let value: string | null = null
      for (const side of fieldsOf(entry.bytes)) {
        if (isBytes(side, 1)) key = text(side.bytes)
        if (isBytes(side, 2)) value = textOf(side.bytes)
      }
      if (key !== '' && value !== null) config.push([key, value])
    }
  }
  return config.length === 0 ? null : Object.fromEntries(config)
}
