import type { SandboxJob, SandboxLimits, SandboxStatus } from '#lib/domain/ports/sandbox.ts'
import { RESULT_BYTES_MAX } from '#lib/sandbox/tunables.ts'

/**
 * The wire to a cell: u32le length, a JSON header, then raw bytes in the header's order.
 * The Python side is `python/sandmle/sandbox/frames.py`.
 */

/** What a cell answers; the fields that only the adapter knows are added by `toResult`. */
export type CellAnswer = {
  status: SandboxStatus
  code: number | null
  stdout: string
  stderr: string
  truncated: boolean
  refused: Record<string, string>
  usage: { wallMs: number; cpuMs: number; maxRssMB: number }
  files: Record<string, Uint8Array>
}

type AnswerHeader = Omit<CellAnswer, 'files'> & { files: [path: string, bytes: number][] }

const HEADER_MAX = 64 * 1024 * 1024

/** One request as buffers, ready to be written in order. */
export function encodeJob(job: SandboxJob, limits: SandboxLimits): Buffer[] {
  const entries = Object.entries(job.files)
  const header = Buffer.from(
    JSON.stringify({
      kind: job.program.kind,
      entry: job.program.kind === 'file' ? job.program.path : job.program.name,
      argv: job.argv ?? [],
      seed: job.seed ?? 0,
      limits,
      files: entries.map(([path, bytes]) => [path, bytes.byteLength]),
      collect: job.collect.map(({ path, maxBytes }) => [path, maxBytes]),
    }),
  )
  const length = Buffer.alloc(4)
  length.writeUInt32LE(header.byteLength)
  const bodies = entries.map(([, bytes]) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  return [length, header, ...bodies]
}

/** Gathers the chunks of one answer. `finish` gives null while the answer is incomplete: the cell died. */
export class AnswerReader {
  #chunks: Buffer[] = []
  #size = 0
  #headerEnd: number | null = null
  #expected: number | null = null
  #header: AnswerHeader | null = null

  /** Adds a chunk; true once the whole answer is here. Throws when the answer cannot be one. */
  push(chunk: Buffer): boolean {
    this.#chunks.push(chunk)
    this.#size += chunk.byteLength
    if (this.#headerEnd === null && this.#size >= 4) {
      this.#headerEnd = 4 + this.#join().readUInt32LE(0)
      if (this.#headerEnd > HEADER_MAX)
        throw new Error(`a cell announced a header of ${this.#headerEnd} bytes`)
    }
    if (this.#header === null && this.#headerEnd !== null && this.#size >= this.#headerEnd) {
      this.#header = JSON.parse(this.#join().toString('utf8', 4, this.#headerEnd)) as AnswerHeader
      const bytes = this.#header.files.reduce((sum, [, size]) => sum + size, 0)
      if (bytes > RESULT_BYTES_MAX) throw new Error(`a cell announced ${bytes} bytes of files`)
      this.#expected = this.#headerEnd + bytes
    }
    return this.#expected !== null && this.#size >= this.#expected
  }

  finish(): CellAnswer | null {
    if (this.#header === null || this.#headerEnd === null || this.#size < (this.#expected ?? Infinity))
      return null
    const all = this.#join()
    const files: Record<string, Uint8Array> = Object.create(null)
    let offset = this.#headerEnd
    for (const [path, size] of this.#header.files) {
      // A copy, so that one small file does not keep the whole answer in memory.
      files[path] = Uint8Array.prototype.slice.call(all, offset, offset + size)
      offset += size
    }
    return { ...this.#header, files: { ...files } }
  }

  #join(): Buffer {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks)]
    return this.#chunks[0] ?? Buffer.alloc(0)
  }
}

/** The answer for a job whose cell gave none. */
export function infraAnswer(reason: string): CellAnswer {
  return {
    status: 'infra',
    code: null,
    stdout: '',
    stderr: reason,
    truncated: false,
    refused: {},
    usage: { wallMs: 0, cpuMs: 0, maxRssMB: 0 },
    files: {},
  }
}
