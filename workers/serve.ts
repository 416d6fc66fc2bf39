import { setTimeout as sleep } from 'node:timers/promises'
import { type MachinePart, machineFaultOf } from '#lib/domain/machine-fault.ts'
import { log } from '#lib/log.ts'
import type { Deps, OpenedDeps } from '#workers/deps.ts'
import { HANDLERS } from '#workers/handlers/all.ts'
import { type Gate, openGate } from '#workers/maintenance/gate.ts'
import { announceWorker, type Heart, keepBeating } from '#workers/maintenance/heartbeat.ts'
import { reconcile } from '#workers/maintenance/reconcile.ts'
import { keepSweeping } from '#workers/maintenance/sweep-storage.ts'
import type { Served } from '#workers/served.ts'
import { DRAIN_MS, RECONCILE_MS, STEADY_MS, SWEEP_MS } from '#workers/tunables.ts'

/** Handlers that run now, so that a stop can wait for them to release their rows. */
const running = new Set<Promise<void>>()

/** Waits for the parts that the work needs before it claims anything, and shuts the gate for the one that failed it. */
function tracked(deps: Deps, gate: Gate, { queue, handle, needs }: Served) {
  return async (id: string): Promise<void> => {
    await gate.passed(needs, deps.stopping)
    // After SIGTERM the queue may still hand out what it fetched before: the row stays queued, others are woken.
    if (deps.stopping.aborted) return
    const work = handle(deps, id).catch((error: unknown) => {
      const fault = machineFaultOf(error)
      if (fault !== null) gate.shut(fault)
      log[fault === null ? 'error' : 'warn']('handler', { queue, id, error })
      throw error
    })
    const settled = work.then(
      () => undefined,
      () => undefined,
    )
    running.add(settled)
    await settled.finally(() => running.delete(settled))
    await work
  }
}

/** A server that has just started: its clients have not yet renewed what they hold. */
async function isServerFresh(deps: Deps): Promise<boolean> {
  const [row] = await deps.db.$queryRaw<{ fresh: boolean }[]>`
    SELECT pg_postmaster_start_time() > now() - make_interval(secs => ${STEADY_MS / 1000}) AS fresh`
  return row?.fresh ?? true
}

function keepReconciling(deps: Deps, heart: Heart): () => void {
  let busy = false
  const look = async () => {
    if (!heart.isSteady() || (await isServerFresh(deps))) return
    const done = await reconcile(deps)
    if (done.requeued + done.lost + done.woken > 0) log.info('reconciled', done)
  }
  const pass = () => {
    if (busy) return
    busy = true
    look()
      .catch((error: unknown) => log.warn('reconcile', { error }))
      .finally(() => {
        busy = false
      })
  }
  pass()
  const timer = setInterval(pass, RECONCILE_MS)
  return () => clearInterval(timer)
}

const tellOf = (part: MachinePart, reason: string | null): void => {
  if (reason === null) log.info('work continues', { part })
  else log.warn('work is paused', { part, reason })
}

/** Takes work off the queues until the process is told to stop, then lets go of what it holds. */
export async function serve({ deps, queue, stop, close }: OpenedDeps): Promise<void> {
  await announceWorker(deps)
  const gate = openGate(tellOf)
  const heart = keepBeating(deps, gate)
  for (const served of Object.values(HANDLERS))
    await queue.consume(served.queue, served.concurrency, tracked(deps, gate, served))
  const endReconcile = keepReconciling(deps, heart)
  const endSweep = keepSweeping(deps, SWEEP_MS)
  log.info('worker ready', { worker: deps.workerId, mechanisms: deps.catalogue.mechanisms.length })
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve())
  })
  log.info('worker stops', { running: running.size })
  stop()
  endReconcile()
  endSweep()
  await Promise.race([Promise.all(running), sleep(DRAIN_MS)])
  await heart.end()
  await close()
}
