import { expect, test } from 'vitest'
import { MAKE_ROOM } from '#lib/domain/storage-room.ts'
import { problemsOf } from '#lib/services/health/problems-of.ts'

const pool = { state: 'serving', reason: null, lastFault: null, forS: 9 } as const
const found = {
  forS: { database: null, storage: 12, sandbox: null },
  database: { status: 'ok', latencyMs: 1 },
  queue: { status: 'ok', queued: 0, running: 0, oldestQueuedS: null },
  workers: [{ id: 'a', beatS: 12, alive: false, pool }],
  sandbox: { status: 'unknown', backend: null, runtime: null, pinned: null, reason: null, fix: null },
  storage: { status: 'full', freeBytes: 5, reason: '5 bytes are free.' },
  supervisor: { status: 'ok', parts: [] },
} satisfies Parameters<typeof problemsOf>[0]

test('a worker that cannot beat on a full disk is not called dead, and the next step is room', () => {
  expect(problemsOf(found)).toMatchObject([
    { part: 'storage', next: MAKE_ROOM },
    { part: 'worker', reason: 'No worker can say that it is alive while the disk is full.', next: MAKE_ROOM },
  ])
  const storage = { status: 'ok', freeBytes: 2 ** 40, reason: null } as const
  expect(problemsOf({ ...found, storage })).toMatchObject([{ reason: 'No worker is alive; a beat last.' }])
})

test('what keeps ending names the log that says why', () => {
  const part = { state: 'failing', restarts: 5, forS: 1, reason: null } as const
  const parts = (['database', 'web', 'worker'] as const).map((name) => ({ ...part, name }))
  const workers = [{ id: 'a', beatS: 1, alive: true, pool }]
  const problems = problemsOf({ ...found, workers, supervisor: { status: 'ok', parts } })
  const logs = problems.flatMap(({ next }) => /SANDMLE_HOME\/(\S+\.log)/.exec(next)?.[1] ?? [])
  expect(logs).toEqual(['postgres/server.log', 'logs/web.log', 'logs/worker.log'])
})
