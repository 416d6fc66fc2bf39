import { expect, test } from 'vitest'
import { uuid } from '#cli/wire.fixture.ts'
import { commandWorld } from '#cli/world.fixture.ts'
import type { Curves, TrainingRunList, TrainingRunView } from '#lib/contracts/curves.ts'

const RUN: TrainingRunView = {
  id: uuid(1),
  name: 'lr1-s1',
  experiment: 'grpo',
  experimentId: 1,
  source: 'mlflow',
  status: 'running',
  config: { lr: '1', seed: '1' },
  tags: {},
  seed: '1',
  group: 'abc',
  pack: { id: uuid(2), slug: 'pack', version: 3 },
  points: 100_000,
  latest: { reward: 'NaN' },
  lastStep: 99_999,
  rollouts: 0,
  startedAt: null,
  endedAt: null,
  createdBy: 'u',
  createdByName: 'Ada',
  archivedAt: null,
}
const LIST: TrainingRunList = {
  runs: [RUN],
  total: 1,
  groups: [],
  experiments: [],
  metrics: [],
  differing: [],
}
const CURVES: Curves = {
  metric: 'reward',
  x: 'step',
  lines: [
    {
      id: uuid(1),
      label: 'lr=1',
      key: 'reward',
      pieces: [
        { x: [0, 1], y: [0.5, 0.25], raw: [0.5, 0] },
        { x: [3], y: [1], raw: [1] },
      ],
      superseded: [],
      nonFinite: [{ x: 2, value: 'NaN' }],
      shown: 3,
      total: 4,
      endsAt: null,
    },
  ],
  bands: [],
  domain: { from: 0, to: 3 },
  nonPositive: 0,
  shown: 3,
  total: 4,
  tookMs: 1,
}
const CSV = 'runId,step,value\na,0,0.5\na,1,NaN\n'

const world = commandWorld(({ path }) => {
  if (path.endsWith('curves.csv')) return { bytes: Buffer.from(CSV) }
  return { json: path.endsWith('/curves') ? CURVES : LIST }
})
const { run } = world

test('runs are a flat array with id, slug and status', async () => {
  const { code, out } = await run('train', 'list', '--where', 'lr=1', '--json')
  expect(code).toBe(0)
  const [row] = JSON.parse(out)
  expect(row).toMatchObject({ id: uuid(1), slug: 'lr1-s1', status: 'running', pack: 'pack@3', seed: '1' })
  expect(Object.values(row).some((value) => typeof value === 'object' && value !== null)).toBe(false)
  expect(world.received[0]?.query.get('where')).toBe('lr=1')
})

test('a curve is a flat array of points, with the part of the line that each is in', async () => {
  const argv = ['train', 'curves', uuid(1), '--metric', 'reward', '--smoothing', 'ema', '--smooth', '0.9']
  const { code, out, err } = await run(...argv, '--from', '0', '--json')
  expect(code).toBe(0)
  expect(JSON.parse(out).map(({ x, y, raw, piece }: Record<string, number>) => [x, y, raw, piece])).toEqual([
    [0, 0.5, 0.5, 0],
    [1, 0.25, 0, 0],
    [3, 1, 1, 1],
  ])
  expect(err).toContain('3 of 4 points')
  const asked = Object.fromEntries(world.received[0]?.query ?? [])
  expect(asked).toEqual({ runs: uuid(1), metric: 'reward', smoothing: 'ema', smooth: '0.9', from: '0' })
})

test('--csv prints what the server sends, line by line', async () => {
  const { code, out } = await run('train', 'curves', uuid(1), '--metric', 'reward', '--csv')
  expect(code).toBe(0)
  expect(out).toBe(CSV)
})

test.each([
  [['train', 'curves', 'x']],
  [['train', 'curves', 'x', '--metric', 'm', '--from', 'soon']],
  [['train', 'curves', 'x', '--metric', 'm', '--smoothing', 'gauss']],
])('%j is a usage failure, and nothing is asked', async (argv) => {
  expect((await run(...argv)).code).toBe(2)
  expect(world.received).toEqual([])
})
