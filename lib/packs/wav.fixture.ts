type Wav = {
  /** Between -32,768 and 32,767. */
  samples: readonly number[]
  rate: number
  bits?: 8 | 16 | 24 | 32
  channels?: number
  /** 3 writes them as floats. */
  code?: number
  /** Bytes of another chunk ahead of the samples. */
  before?: number
}

/** A WAV file. */
export function wav({ samples, rate, bits = 16, channels = 1, code = 1, before = 0 }: Wav): Uint8Array {
  const bytes = (samples.length * bits) / 8
  const extra = before === 0 ? 0 : 8 + before + (before % 2)
  const view = new DataView(new ArrayBuffer(44 + extra + bytes))
  const word = (at: number, text: string) => {
    for (const [place, sign] of [...text].entries()) view.setUint8(at + place, sign.charCodeAt(0))
  }
  word(0, 'RIFF')
  view.setUint32(4, 36 + extra + bytes, true)
  word(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, code, true)
  view.setUint16(22, channels, true)
  view.setUint32(24, rate, true)
  view.setUint32(28, (rate * channels * bits) / 8, true)
  view.setUint16(32, (channels * bits) / 8, true)
  view.setUint16(34, bits, true)
  if (before > 0) {
    word(36, 'LIST')
    view.setUint32(40, before, true)
  }
  word(36 + extra, 'data')
  view.setUint32(40 + extra, bytes, true)
  for (const [place, value] of samples.entries()) {
    const at = 44 + extra + (place * bits) / 8
    if (code === 3) view.setFloat32(at, value / 32_768, true)
    else if (bits === 8) view.setUint8(at, Math.round(value / 256) + 128)
    else if (bits === 16) view.setInt16(at, value, true)
    else if (bits === 24) view.setInt16(at + 1, value, true)
    else view.setInt32(at, value * 65_536, true)
  }
  return new Uint8Array(view.buffer)
}
