import type { Readable, Writable } from 'node:stream'
import { AnswerReader, type CellAnswer, infraAnswer } from '#lib/sandbox/frames.ts'

export type Transfer = {
  input: Readable
  output: Writable
  request: Buffer[]
  /** The cell judges time itself; after this long it is considered lost. */
  timeoutMs: number
  /** Ends the other side at once; must make `input` end. */
  kill: () => void
  signal?: AbortSignal | undefined
  /** Text for an answer that never came. */
  lost: () => string
}

/**
 * Sends one job and reads one answer. A closed or silent cell is `infra`; an abort kills the cell and rejects.
 */
export function transfer({
  input,
  output,
  request,
  timeoutMs,
  kill,
  signal,
  lost,
}: Transfer): Promise<CellAnswer> {
  return new Promise((resolve, reject) => {
    const reader = new AnswerReader()
    let settled = false
    const settle = (finish: () => void) => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      kill()
      finish()
    }
    const fail = (reason: string) => settle(() => resolve(infraAnswer(reason)))
    const abort = () => settle(() => reject(signal?.reason))
    const timer = setTimeout(() => fail('the cell stopped answering'), timeoutMs)
    if (signal?.aborted) return abort()
    signal?.addEventListener('abort', abort, { once: true })
    input.on('data', (chunk: Buffer) => {
      try {
        if (!reader.push(chunk)) return
        const answer = reader.finish()
        settle(() => resolve(answer ?? infraAnswer('the answer was cut')))
      } catch (error) {
        fail(String(error))
      }
    })
    input.once('close', () => fail(lost()))
    input.once('error', () => fail(lost()))
    output.on('error', () => fail(lost()))
    output.cork?.()
    for (const part of request) output.write(part)
    output.uncork?.()
  })
}
