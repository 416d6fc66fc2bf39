import type { LogFile } from '#lib/training/parsers/parsed-run.ts'

/** All bytes of a file. @throws RangeError for one that is longer than it says */
export async function wholeFile(file: LogFile): Promise<ArrayBuffer> {
  const whole = new Uint8Array(file.bytes)
  let at = 0
  for await (const chunk of file.open()) {
    if (at + chunk.length > whole.length) throw new RangeError('longer than declared')
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole.buffer
}
