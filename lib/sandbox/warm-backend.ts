import { createConnection } from 'node:net'
import type { Backend } from '#lib/sandbox/backend.ts'
import { exchange } from '#lib/sandbox/exchange.ts'
import { encodeJob, infraAnswer } from '#lib/sandbox/frames.ts'
import { Slots } from '#lib/sandbox/slots.ts'
import { ANSWER_MARGIN_MS, HOST_WAIT_MS } from '#lib/sandbox/tunables.ts'
import type { WarmHost } from '#lib/sandbox/warm-host.ts'

export const WARM_LAYERS = [
  'ordinary-uid',
  'namespaces',
  'read-only-root',
  'cell-namespaces',
  'disk-and-inode-caps',
  'resource-limits',
  'no-capabilities',
  'seccomp',
  'memory-watchdog',
] as const

/** Jobs go to waiting cells of a warm host: fork instead of start and import. */
export function warmBackend(host: WarmHost, pool: number): Backend {
  const slots = new Slots(pool)
  return {
    name: 'warm',
    layers: WARM_LAYERS,
    run: (job, limits, signal) =>
      slots.with(async () => {
        try {
          await host.ready(HOST_WAIT_MS)
        } catch (error) {
          return infraAnswer(String(error))
        }
        const socket = createConnection({ path: host.socketPath })
        return exchange({
          input: socket,
          output: socket,
          request: encodeJob(job, limits),
          timeoutMs: limits.wallMs + ANSWER_MARGIN_MS,
          kill: () => socket.destroy(),
          signal,
          lost: () => 'the sandbox host ended during the job',
        })
      }, signal),
    close: () => host.close(),
  }
}
