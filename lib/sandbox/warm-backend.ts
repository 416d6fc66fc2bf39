import { once } from 'node:events'
import { createConnection, type Socket } from 'node:net'
import type { SandboxJob, SandboxLimits } from '#lib/domain/ports/sandbox.ts'
import { Slots } from '#lib/domain/slots.ts'
import type { Backend } from '#lib/sandbox/backend.ts'
import { CANARY_JOB, CANARY_LIMITS, keepAsking } from '#lib/sandbox/canary.ts'
import { type CellAnswer, encodeJob, infraAnswer } from '#lib/sandbox/frames.ts'
import { transfer } from '#lib/sandbox/transfer.ts'
import { ANSWER_MARGIN_MS, HOST_WAIT_MS } from '#lib/sandbox/tunables.ts'
import type { WarmHost } from '#lib/sandbox/warm-host.ts'

/** A connection to a waiting cell; a host that just died is waited for, because nothing was sent yet. */
async function connect(host: WarmHost, signal?: AbortSignal): Promise<Socket> {
  const end = performance.now() + HOST_WAIT_MS
  for (;;) {
    await host.ready(end - performance.now())
    const socket = createConnection({ path: host.socketPath })
    try {
      await once(socket, 'connect', signal ? { signal } : {})
      return socket
    } catch (error) {
      socket.destroy()
      signal?.throwIfAborted()
      if (performance.now() > end) throw error
      await host.noticeDeath()
    }
  }
}

async function runJob(
  host: WarmHost,
  job: SandboxJob,
  limits: SandboxLimits,
  signal?: AbortSignal,
): Promise<CellAnswer> {
  let socket: Socket
  try {
    socket = await connect(host, signal)
  } catch (error) {
    signal?.throwIfAborted()
    return infraAnswer(String(error))
  }
  const answer = await transfer({
    input: socket,
    output: socket,
    request: encodeJob(job, limits),
    timeoutMs: limits.wallMs + ANSWER_MARGIN_MS,
    kill: () => socket.destroy(),
    signal,
    lost: () => 'the sandbox host ended during the job',
  })
  // The connection may be lost before the death of the host is known: the next job must not meet a dead host.
  if (answer.status === 'infra') await host.noticeDeath()
  return answer
}

/** Jobs go to waiting cells of a warm host: fork instead of start and import. */
export function warmBackend(host: WarmHost, pool: number, layers: readonly string[]): Backend {
  const slots = new Slots(pool)
  let lastAnswer = 0
  const stopAsking = keepAsking({
    due: () => host.serves,
    // Past the slots: with every place taken a spare cell still waits.
    ask: async (signal) => {
      const { status, stdout } = await runJob(host, CANARY_JOB, CANARY_LIMITS, signal)
      return status === 'ok' && stdout === '42\n'
    },
    lastAnswer: () => lastAnswer,
    stuck: (reason) => host.replace(reason),
  })
  return {
    name: 'warm',
    layers,
    run: (job, limits, signal) =>
      slots.with(async () => {
        const answer = await runJob(host, job, limits, signal)
        if (answer.status !== 'infra') lastAnswer = performance.now()
        return answer
      }, signal),
    health: () => host.health(),
    close: () => {
      stopAsking()
      return host.close()
    },
  }
}
