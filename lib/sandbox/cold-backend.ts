import type { Readable, Writable } from 'node:stream'
import type { Backend } from '#lib/sandbox/backend.ts'
import { coldArgs, HOST_PROGRAM, PYTHON_FLAGS } from '#lib/sandbox/bwrap-args.ts'
import { startBwrap } from '#lib/sandbox/bwrap-process.ts'
import { exchange } from '#lib/sandbox/exchange.ts'
import { encodeJob } from '#lib/sandbox/frames.ts'
import type { Site } from '#lib/sandbox/site.ts'
import { Slots } from '#lib/sandbox/slots.ts'
import { ANSWER_MARGIN_MS } from '#lib/sandbox/tunables.ts'

export const COLD_LAYERS = [
  'ordinary-uid',
  'namespaces',
  'read-only-root',
  'disk-caps',
  'inode-watchdog',
  'resource-limits',
  'no-capabilities',
  'seccomp',
  'memory-watchdog',
] as const

/** One bubblewrap and one fresh interpreter a job: slower, with fewer demands on the host. */
export function coldBackend(site: Site, pool: number): Backend {
  const slots = new Slots(pool)
  const running = new Set<() => void>()
  return {
    name: 'cold',
    layers: COLD_LAYERS,
    run: (job, limits, signal) =>
      slots.with(async () => {
        const options = coldArgs(site.runtime, site.interpreter, job.program, limits)
        const command = [site.interpreter.executable, ...PYTHON_FLAGS, HOST_PROGRAM, 'cold']
        const { child, errors } = startBwrap(site, options, command)
        const kill = () => void child.kill('SIGKILL')
        child.once('error', kill)
        running.add(kill)
        try {
          return await exchange({
            input: child.stdout as Readable,
            output: child.stdin as Writable,
            request: encodeJob(job, limits),
            timeoutMs: limits.wallMs + ANSWER_MARGIN_MS,
            kill,
            signal,
            lost: () => errors() || 'bubblewrap ended during the job',
          })
        } finally {
          running.delete(kill)
        }
      }, signal),
    close: async () => {
      for (const kill of running) kill()
    },
  }
}
