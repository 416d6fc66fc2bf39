import { hparamsOf } from '#lib/training/parsers/tensorboard/hparams.ts'
import { scalarOfTensor } from '#lib/training/parsers/tensorboard/scalar-tensor.ts'
import { fieldsOf, float32, float64, text } from '#lib/training/parsers/tensorboard/wire.ts'

/** One event of an event file, as far as curves need it. */
export type TrainingEvent = {
  wallTime: number
  step: number
  fileVersion: string | null
  scalars: [tag: string, value: number][]
  /** Configuration of the HParams plugin. */
  hparams: Record<string, string> | null
  /** Pictures, histograms, texts. */
  others: number
  /** The writer says that what it wrote from this step on is void. */
  restarts: boolean
}

const HPARAMS = '_hparams_/'
const SCALARS = 'scalars'
const START = 1
/** DATA_CLASS_SCALAR */
const SCALAR_CLASS = 1

type Metadata = { plugin: string; content: Uint8Array; dataClass: number }
/** Plugins by tag: files say them with the first value of a tag only. */
export type Plugins = Map<string, Metadata>

function metadataOf(bytes: Uint8Array): Metadata {
  const found: Metadata = { plugin: '', content: new Uint8Array(0), dataClass: 0 }
  for (const part of fieldsOf(bytes)) {
    if (part.field === 4 && part.kind === 'varint') found.dataClass = part.value
    if (part.field !== 1 || part.kind !== 'bytes') continue
    for (const inner of fieldsOf(part.bytes)) {
      if (inner.kind !== 'bytes') continue
      if (inner.field === 1) found.plugin = text(inner.bytes)
      if (inner.field === 2) found.content = inner.bytes
    }
  }
  return found
}

const isScalar = (metadata: Metadata | undefined): boolean =>
  metadata === undefined ||
  metadata.plugin === SCALARS ||
  metadata.dataClass === SCALAR_CLASS ||
  (metadata.plugin === '' && metadata.dataClass === 0)

function readValue(bytes: Uint8Array, plugins: Plugins, event: TrainingEvent): void {
  let tag = ''
  let simple: number | null = null
  let tensor: Uint8Array | null = null
  for (const part of fieldsOf(bytes)) {
    if (part.field === 1 && part.kind === 'bytes') tag = text(part.bytes)
    else if (part.field === 2 && part.kind === 'fixed32') simple = float32(part.bytes)
    else if (part.field === 8 && part.kind === 'bytes') tensor = part.bytes
    else if (part.field === 9 && part.kind === 'bytes' && !plugins.has(tag))
      plugins.set(tag, metadataOf(part.bytes))
  }
  const metadata = plugins.get(tag)
  if (tag.startsWith(HPARAMS)) {
    const found = metadata && hparamsOf(metadata.content)
    if (found) event.hparams = { ...event.hparams, ...found }
    return
  }
  const value = simple ?? (tensor !== null && isScalar(metadata) ? scalarOfTensor(tensor) : null)
  if (value === null) event.others++
  else event.scalars.push([tag, value])
}

/** Reads one payload; unknown fields are passed over. */
export function readEvent(bytes: Uint8Array, plugins: Plugins): TrainingEvent {
  const event: TrainingEvent = {
    wallTime: Number.NaN,
    step: 0,
    fileVersion: null,
    scalars: [],
    hparams: null,
    others: 0,
    restarts: false,
  }
  for (const part of fieldsOf(bytes)) {
    if (part.field === 1 && part.kind === 'fixed64') event.wallTime = float64(part.bytes)
    else if (part.field === 2 && part.kind === 'varint') event.step = part.value
    else if (part.kind !== 'bytes') continue
    else if (part.field === 3) event.fileVersion = text(part.bytes)
    else if (part.field === 5) {
      for (const value of fieldsOf(part.bytes))
        if (value.field === 1 && value.kind === 'bytes') readValue(value.bytes, plugins, event)
    } else if (part.field === 7)
      for (const inner of fieldsOf(part.bytes))
        if (inner.field === 1 && inner.kind === 'varint' && inner.value === START) event.restarts = true
  }
  return event
}
