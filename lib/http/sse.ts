import { setTimeout as delay } from 'node:timers/promises'
import { log } from '#lib/log.ts'

/** Proxies cut silent connections; a comment line keeps them. */
const KEEP_ALIVE_MS = 15_000
/** A stream ends after this; the browser comes back with its cursor. */
const MAX_MS = 90_000

export type SseFrame = { event: string; id?: string; data: unknown }

/**
 * Streams frames as server-sent events. `frames` gets a `sleep` that answers false when the reader has left or the
 * time is up; it is called only after everything fallible was done.
 */
export function sse(
  request: Request,
  frames: (sleep: (ms: number) => Promise<boolean>) => AsyncIterable<SseFrame>,
): Response {
  const encoder = new TextEncoder()
  const left = AbortSignal.any([request.signal, AbortSignal.timeout(MAX_MS)])
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text))
      let spoke = performance.now()
      const sleep = async (ms: number): Promise<boolean> => {
        if (performance.now() - spoke > KEEP_ALIVE_MS) {
          send(': keep-alive\n\n')
          spoke = performance.now()
        }
        await delay(ms, undefined, { signal: left }).catch(() => undefined)
        return !left.aborted
      }
      try {
        for await (const frame of frames(sleep)) {
          if (left.aborted) break
          send(
            `${frame.id === undefined ? '' : `id: ${frame.id}\n`}event: ${frame.event}\ndata: ${JSON.stringify(frame.data)}\n\n`,
          )
          spoke = performance.now()
        }
        if (!left.aborted || !request.signal.aborted) controller.close()
      } catch (error) {
        if (!request.signal.aborted) {
          log.error('stream ended', { error })
          controller.error(error)
        }
      }
    },
  })
  return new Response(stream, {
    headers: {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    },
  })
}
