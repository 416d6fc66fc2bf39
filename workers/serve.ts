import { setTimeout as sleep } from 'node:timers/promises'
import type { JobQueue } from '#lib/domain/ports/queue.ts'
import { CANDIDATES_PER_WORKER } from '#lib/domain/run.ts'
import { log } from '#lib/log.ts'
import type { Deps, OpenedDeps } from '#workers/deps.ts'
import { advanceCandidate } from '#workers/handlers/advance-candidate.ts'
import { buildPack } from '#workers/handlers/build-pack.ts'
import { certifyVersion } from '#workers/handlers/certify-version.ts'
import { checkConnection } from '#workers/handlers/check-connection.ts'
import { compactMetrics } from '#workers/handlers/compact-metrics.ts'
import { readImport } from '#workers/handlers/read-import.ts'
import { readSeedUpload } from '#workers/handlers/read-seed-upload.ts'
import { reviewVersion } from '#workers/handlers/review-version.ts'
import { scoreSubmission } from '#workers/handlers/score-submission.ts'
import { smokeTrain } from '#workers/handlers/smoke-train.ts'
import { announceWorker, keepBeating } from '#workers/maintenance/heartbeat.ts'
import { reconcile } from '#workers/maintenance/reconcile.ts'
import { DRAIN_MS, RECONCILE_MS } from '#workers/tunables.ts'

type Handler = (deps: Deps, id: string) => Promise<void>
const HANDLERS: readonly { queue: JobQueue; concurrency: number; handle: Handler }[] = [
  { queue: 'candidate.advance', concurrency: CANDIDATES_PER_WORKER, handle: advanceCandidate },
  { queue: 'trial.score', concurrency: 2, handle: scoreSubmission },
  { queue: 'seed.import', concurrency: 1, handle: readSeedUpload },
  { queue: 'import.read', concurrency: 1, handle: readImport },
  { queue: 'pack.build', concurrency: 1, handle: buildPack },
  { queue: 'connection.check', concurrency: 2, handle: checkConnection },
  { queue: 'model.review', concurrency: 2, handle: reviewVersion },
  { queue: 'version.certify', concurrency: 1, handle: certifyVersion },
  { queue: 'smoke.train', concurrency: 1, handle: smokeTrain },
  { queue: 'metrics.compact', concurrency: 1, handle: compactMetrics },
]

/** Handlers that run now, so that a stop can wait for them to release their rows. */
const running = new Set<Promise<void>>()

function tracked(deps: Deps, queue: JobQueue, handle: Handler) {
  return async (id: string): Promise<void> => {
    // After SIGTERM the queue may still hand out what it fetched before: the row stays queued, others are woken.
    if (deps.stopping.aborted) return
    const work = handle(deps, id).catch((error: unknown) => {
      log.error('handler', { queue, id, error })
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

function keepReconciling(deps: Deps): () => void {
  let busy = false
  const pass = () => {
    if (busy) return
    busy = true
    reconcile(deps)
      .then((done) => {
        if (done.requeued + done.lost + done.woken > 0) log.info('reconciled', done)
      })
      .catch((error: unknown) => log.warn('reconcile', { error }))
      .finally(() => {
        busy = false
      })
  }
  pass()
  const timer = setInterval(pass, RECONCILE_MS)
  return () => clearInterval(timer)
}

/** Takes work off the queues until the process is told to stop, then lets go of what it holds. */
export async function serve({ deps, queue, stop, close }: OpenedDeps): Promise<void> {
  await announceWorker(deps)
  const endBeat = keepBeating(deps)
  for (const { queue: name, concurrency, handle } of HANDLERS)
    await queue.consume(name, concurrency, tracked(deps, name, handle))
  const endReconcile = keepReconciling(deps)
  log.info('worker ready', { worker: deps.workerId, mechanisms: deps.catalogue.mechanisms.length })
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve())
  })
  log.info('worker stops', { running: running.size })
  stop()
  endReconcile()
  await Promise.race([Promise.all(running), sleep(DRAIN_MS)])
  await endBeat()
  await close()
}
