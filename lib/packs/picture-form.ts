import type { PictureForm } from '#lib/domain/artefacts/structure.ts'
import { someOf } from '#lib/packs/some-files.ts'

/** A picture by its path, readable from its beginning. */
type PictureFile = { path: string; file: { stream(): AsyncIterable<Uint8Array> } }

const PICTURE = /\.(png|jpe?g)$/i
/** Cameras put their notes before the size of a JPEG. */
const HEAD_BYTES = 2 ** 18

/** Channels by the colour type of a PNG; a palette is of colours. */
const PNG_CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 3, 4: 2, 6: 4 }

function pngForm(view: DataView): PictureForm | null {
  if (view.byteLength < 26 || view.getUint32(0) !== 0x89504e47) return null
  const channels = PNG_CHANNELS[view.getUint8(25)]
  return channels === undefined ? null : { width: view.getUint32(16), height: view.getUint32(20), channels }
}

/** Frames that state a size; the others of this range are tables. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

function jpegForm(view: DataView): PictureForm | null {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null
  for (let at = 2; at + 10 <= view.byteLength; at += 2 + view.getUint16(at + 2)) {
    if (view.getUint8(at) !== 0xff) return null
    if (!isFrame(view.getUint8(at + 1))) continue
    const channels = view.getUint8(at + 9)
    if (channels < 1 || channels > 4) return null
    return { height: view.getUint16(at + 5), width: view.getUint16(at + 7), channels }
  }
  return null
}

/** Size and channels of a PNG or JPEG, as its first bytes state them; null where they do not. */
export function pictureForm(head: Uint8Array): PictureForm | null {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  return pngForm(view) ?? jpegForm(view)
}

async function headOf({ file }: PictureFile): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of file.stream()) {
    pieces.push(piece)
    bytes += piece.length
    if (bytes >= HEAD_BYTES) break
  }
  return Buffer.concat(pieces)
}

/** The form of some pictures among the files, spread evenly over them. */
export async function pictureForms(files: readonly PictureFile[]): Promise<PictureForm[]> {
  const forms: PictureForm[] = []
  for (const picture of someOf(files.filter(({ path }) => PICTURE.test(path)))) {
    const form = pictureForm(await headOf(picture))
    if (form !== null) forms.push(form)
  }
  return forms
}
