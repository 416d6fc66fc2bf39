import { describe, expect, test } from 'vitest'
import { fileOf, plainOf, readAll } from '#lib/training/parsers/logs.fixture.ts'
import {
  blockLog,
  sqliteFile,
  swanlab,
  trackioDatabase,
  wandb,
} from '#lib/training/parsers/trackers/tracker-files.fixture.ts'

const SECONDS = 1_767_323_045

describe('W&B’s own file', () => {
  const file = (id: string, steps: number, note = '') =>
    blockLog('wandb', [
      wandb.run(id, 'grpo-dense', { lr: '0.000001', opt: '{"name":"adam"}', _wandb: '{}' }),
      ...Array.from({ length: steps }, (_, i) =>
        wandb.history(i + 1, {
          'critic/score/mean': i === 6 ? 'NaN' : String((i + 1) / 10),
          ...(i === 7 ? { nested: '{"a":1.5}' } : {}),
          _timestamp: String(SECONDS + i),
          note: JSON.stringify(note),
        }),
      ),
    ])

  test('history, configuration, name and id; records that go over blocks', async () => {
    // Twenty rows of four kilobytes: some begin in one block of 32 KiB and end in the next.
    const { formats, runs, warnings } = await readAll([
      fileOf('run-a1.wandb', file('a1', 20, 'x'.repeat(4000)), 997),
    ])
    expect(formats).toEqual(['wandb'])
    expect(runs).toMatchObject([{ name: 'grpo-dense', identity: 'a1' }])
    expect(runs[0]?.config).toMatchObject({ lr: '0.000001', 'opt/name': 'adam' })
    const [series = {}] = plainOf(runs[0])
    expect(series['critic/score/mean']?.steps).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
    expect(series['critic/score/mean']?.values.slice(5, 8)).toEqual([0.6, Number.NaN, 0.8])
    expect(series['nested/a']).toMatchObject({ steps: [8], values: [1.5] })
    expect(series['critic/score/mean']?.times?.[1]).toBe((SECONDS + 1) * 1000)
    expect(warnings).toEqual([])
  })

  test('two runs of one name have two ids; what W&B keeps beside them is not a log', async () => {
    const { runs, refused } = await readAll([
      fileOf('wandb/offline-run-1-a1/run-a1.wandb', file('a1', 3)),
      fileOf('wandb/offline-run-1-a1/logs/debug.log', 'a, b\nstep, 1\n'),
      fileOf('wandb/offline-run-1-a1/files/output.log', "{'loss': 1, 'step': 1}\n"),
      fileOf('wandb/offline-run-2-b2/run-b2.wandb', file('b2', 3)),
      fileOf('wandb/latest-run/run-b2.wandb', file('b2', 3)),
      fileOf('wandb/latest-run/logs/debug.log', 'a, b\n'),
      fileOf('wandb/p.lock', ''),
    ])
    expect(runs.map(({ name, identity }) => [name, identity])).toEqual([
      ['grpo-dense', 'a1'],
      ['grpo-dense', 'b2'],
    ])
    expect(refused).toEqual([])
  })

  test('cut anywhere it gives what stands before, and says so; with any byte changed it ends', async () => {
    const whole = file('a1', 5)
    for (let cut = 8; cut < whole.length; cut += 23) {
      const { runs, warnings, refused } = await readAll([fileOf('r.wandb', whole.subarray(0, cut), 64)])
      expect(runs.length + refused.length).toBe(1)
      if (runs.length > 0 && plainOf(runs[0])[0]?.note === undefined)
        expect((plainOf(runs[0])[0]?.['critic/score/mean']?.steps.length ?? 0) <= 5).toBe(true)
      expect(warnings.every(({ next }) => next.endsWith('.'))).toBe(true)
    }
    for (let at = 7; at < whole.length; at += 11) {
      const changed = Uint8Array.from(whole)
      changed[at] = (changed[at] ?? 0) ^ 0xff
      const { runs, refused } = await readAll([fileOf('r.wandb', changed, 64)])
      expect(runs.length + refused.length).toBe(1)
    }
  })
})

test('SwanLab’s own file: scalars with their times, name and id', async () => {
  const content = blockLog('swanlab', [
    swanlab.run('9pxt', 'grpo'),
    swanlab.scalar('loss', 1, 0.5, SECONDS),
    swanlab.scalar('loss', 2, 0.25, SECONDS + 1),
    swanlab.scalar('kl', 2, 0, SECONDS + 1),
  ])
  const { formats, runs, refused } = await readAll([
    fileOf('swanlog/run-1/run-9pxt.swanlab', content),
    fileOf('swanlog/run-1/logs/1/1000.log', '{"index":1,"data":0.5}\n'),
    fileOf('swanlog/run-1/files/requirements.txt', 'numpy\n'),
  ])
  expect(formats).toEqual(['swanlab'])
  expect(runs).toMatchObject([{ name: 'grpo', identity: '9pxt' }])
  expect(plainOf(runs[0])).toEqual([
    {
      loss: { steps: [1, 2], values: [0.5, 0.25], times: [SECONDS * 1000, (SECONDS + 1) * 1000] },
      kl: { steps: [2], values: [0], times: [(SECONDS + 1) * 1000] },
    },
  ])
  expect(refused).toEqual([])
})

describe('a database of trackio', () => {
  const rows = ['68a3', 'ebab'].flatMap((runId, of) =>
    Array.from({ length: 400 }, (_, i) => ({
      runId,
      name: 'grpo',
      step: i + 1,
      metrics: JSON.stringify({
        loss: 1 / (i + 1 + of),
        kl: i === 2 ? 'Infinity' : 0.1,
        long: 'y'.repeat(i === 9 ? 9000 : 1),
      }),
      time: '2026-11-28T22:17:08.169069+00:00',
    })),
  )
  const content = trackioDatabase(rows, { '68a3': '{"lr":1e-6,"_Username":null}' })

  test('runs by id, rows on many pages and overflow pages', async () => {
    const { formats, runs } = await readAll([fileOf('p.db', content, 4096)])
    expect(formats).toEqual(['trackio'])
    expect(runs.map(({ name, identity }) => [name, identity])).toEqual([
      ['grpo', '68a3'],
      ['grpo', 'ebab'],
    ])
    expect(runs[0]?.config).toEqual({ lr: '0.000001' })
    const [series = {}] = plainOf(runs[1])
    expect(series.loss?.values).toEqual(Array.from({ length: 400 }, (_, i) => 1 / (i + 2)))
    expect(series.kl?.values[2]).toBe(Infinity)
    expect(series.loss?.times?.[0]).toBe(Date.parse('2026-11-28T22:17:08.169Z'))
  })

  test('another database is refused with its tables', async () => {
    const other = sqliteFile((database) =>
      database.exec('CREATE TABLE people (id INTEGER, "full name" TEXT)'),
    )
    const { refused } = await readAll([fileOf('people.db', other, 4096)])
    expect(refused[0]?.message).toBe('The database was not written by trackio; it has people.')
  })

  test('damaged anywhere it is refused or gives what it holds, and ends', async () => {
    const small = trackioDatabase(rows.slice(0, 30))
    for (let cut = 600; cut < small.length; cut += 1531) {
      const { runs, refused } = await readAll([fileOf('p.db', small.subarray(0, cut), 1e6)])
      expect(runs.length + refused.length).toBeGreaterThan(0)
    }
    for (let at = 16; at < small.length; at += 37) {
      const changed = Uint8Array.from(small)
      changed[at] = (changed[at] ?? 0) ^ 0xff
      const { runs, refused } = await readAll([fileOf('p.db', changed, 1e6)])
      expect(runs.length + refused.length).toBeGreaterThan(0)
    }
  })
})

describe('an offline session of ClearML', () => {
  const event = (iter: number, metric: string, variant: string, value: number) => ({
    timestamp: SECONDS * 1000,
    type: 'training_stats_scalar',
    task: 'offline-1',
    iter,
    metric,
    variant,
    value,
  })
  const lines = [1, 2].map((iter) =>
    JSON.stringify([
      event(iter, 'actor', 'entropy', 1 / iter),
      event(iter, 'actor', 'kl', 0.01 * iter),
      event(iter, 'loss', 'loss', 2),
    ]),
  )
  const task = JSON.stringify({
    hyperparams: { General: { lr: { name: 'lr', value: '1e-06' } }, Args: { seed: { value: '3' } } },
    id: 'offline-1',
    name: 'grpo dense',
    offline_folder: '/somewhere',
  })

  test('metric and variant are one name; the task names the run and configures it', async () => {
    const { formats, runs, refused, warnings } = await readAll([
      fileOf('metrics.jsonl', `${lines.join('\n')}\n`),
      fileOf('task.json', task),
      fileOf('log.jsonl', '[{"type": "log", "msg": "hello"}]\n'),
    ])
    expect(formats).toEqual(['clearml'])
    expect(runs).toMatchObject([{ name: 'grpo dense', identity: 'offline-1' }])
    expect(runs[0]?.config).toMatchObject({ lr: '1e-06', 'Args/seed': '3' })
    const series = plainOf(runs[0])[0]
    expect(series?.['actor/entropy']).toMatchObject({ steps: [1, 2], values: [1, 0.5] })
    expect(series?.['actor/kl']?.values).toEqual([0.01, 0.02])
    expect(series?.loss?.values).toEqual([2, 2])
    expect([...refused, ...warnings]).toEqual([])
  })
})
