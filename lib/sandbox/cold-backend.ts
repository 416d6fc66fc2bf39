import type { Readable, Writable } from 'node:stream'
import type { SandboxJob, SandboxLimits } from '#lib/domain/ports/sandbox.ts'
import { Slots } from '#lib/domain/slots.ts'
import type { PoolState } from '#lib/domain/worker-part.ts'
import type { Backend } from '#lib/sandbox/backend.ts'
import { type Place, passPlaces } from '#lib/sandbox/budgets.ts'
import { coldArgs, runnerCommand } from '#lib/sandbox/bwrap-args.ts'
import { startBwrap } from '#lib/sandbox/bwrap-process.ts'
import { CANARY_JOB, CANARY_LIMITS, keepAsking } from '#lib/sandbox/canary.ts'
import { type CellAnswer, encodeJob } from '#lib/sandbox/frames.ts'
import type { Site } from '#lib/sandbox/site.ts'
import { transfer } from '#lib/sandbox/transfer.ts'
import { ANSWER_MARGIN_MS } from '#lib/sandbox/tunables.ts'

type Cold = { site: Site; place: Place; running: Set<() => void> }

async function runJob(
  { site, place, running }: Cold,
  job: SandboxJob,
  limits: SandboxLimits,
  signal?: AbortSignal,
): Promise<CellAnswer> {
  const { config, passed, close } = passPlaces([place], 0)
  const command = runnerCommand(site, 'cold', config)
  const { child, errors } = startBwrap(site, coldArgs(site), command, passed)
  close()
  const kill = () => void child.kill('SIGKILL')
  child.once('error', kill)
  running.add(kill)
  try {
    return await transfer({
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
}

/** One bubblewrap and one fresh interpreter a job: slower, with fewer demands on the host. */
export function coldBackend(site: Site, places: readonly Place[], layers: readonly string[]): Backend {
  const slots = new Slots(places.length)
  const running = new Set<() => void>()
  // There is no pool that could get stuck: only the last start tells.
  let health: PoolState = { state: 'serving', reason: null, lastFault: null }
  const run: Backend['run'] = (job, limits, signal) =>
    slots.with(async (index) => {
      const place = places[index]
      if (place === undefined) throw new Error(`there is no place ${index}`)
      const answer = await runJob({ site, place, running }, job, limits, signal)
      const fault = answer.status === 'infra' ? `the last cell did not start: ${answer.stderr}` : null
      health = {
        state: fault === null ? 'serving' : 'stuck',
        reason: fault,
        lastFault: fault ?? health.lastFault,
      }
      return answer
    }, signal)
  // Nobody sends work to what is stuck, so it must find out by itself that it serves again.
  const stopAsking = keepAsking({
    due: () => health.state === 'stuck',
    ask: async (signal) => (await run(CANARY_JOB, CANARY_LIMITS, signal)).status === 'ok',
    lastAnswer: () => 0,
    stuck: () => undefined,
  })
  return {
    name: 'cold',
    layers,
    run,
    health: () => health,
    close: async () => {
      stopAsking()
      for (const kill of running) kill()
    },
  }
}
