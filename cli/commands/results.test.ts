import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { AT, uuid } from '#cli/wire.fixture.ts'
import { commandWorld } from '#cli/world.fixture.ts'
import type { ResultsBoard, ResultsImportView, SystemResults, SystemView } from '#lib/contracts/results.ts'

const world = commandWorld()
const { answers, run } = world
beforeEach(async () => {
  await writeFile(join(world.cwd, 'r.json'), '{}')
})

const system: SystemView = {
  id: uuid(1),
  name: 'qwen-rl',
  benchmark: 'mle-bench-lite',
  model: 'qwen3-8b',
  method: 'rl',
  scaffold: 'AIDE',
  hardware: null,
  hours: 24,
  gradings: 3,
  feedback: 'none',
  leakageNoted: false,
  note: '',
  trainingRunId: null,
  packId: null,
  splitPackId: null,
  splitPack: null,
  trainingRun: null,
  pack: null,
  reports: 3,
  createdByName: 'Ada',
  createdAt: AT,
  archivedAt: null,
}
const estimate = { mean: 22.727, sem: 1.5, low: 19.8, high: 25.7, perSeed: [20, 22, 26] }
const row: SystemResults = {
  system,
  aggregate: {
    seeds: 3,
    fewest: 3,
    most: 3,
    padded: 0,
    missing: [],
    measures: {
      'any-medal': estimate,
      gold: estimate,
      silver: estimate,
      bronze: estimate,
      'above-median': estimate,
      valid: estimate,
      'human-rank': estimate,
    },
  },
  cells: [],
  rulings: { zeroed: 0, excluded: 0, rescored: 0 },
}
const board = (systems: SystemResults[]): ResultsBoard => ({
  benchmark: 'mle-bench-lite',
  pack: null,
  packs: [],
  measure: 'any-medal',
  clean: false,
  pad: false,
  competitions: [],
  removed: [],
  systems,
  reference: [],
  sources: { paper: '', leaderboard: '' },
  comparison: null,
})
const upload = (over: Partial<ResultsImportView> = {}): ResultsImportView => ({
  id: uuid(2),
  systemId: system.id,
  filename: 'r.json',
  status: 'read',
  error: null,
  report: {
    v: 1,
    reports: [{ filename: 'r.json', results: 22, repeated: false }],
    refused: [],
    warnings: [],
  },
  createdAt: AT,
  finishedAt: AT,
  ...over,
})

test('an empty list speaks of its benchmark alone', async () => {
  answers['GET results'] = () => ({ json: board([]) })
  const { out } = await run('results', 'list', '--benchmark', 'mle-bench')
  expect(out).toContain('No systems of mle-bench yet; --benchmark mle-bench-lite|pack|mle-dojo lists others.')
})

test('list shows mean and standard error; JSON rows are flat', async () => {
  answers['GET results'] = () => ({
    json: board([row, { ...row, aggregate: { ...row.aggregate, measures: null } }]),
  })
  expect((await run('results', 'list')).out).toMatch(/qwen-rl .* 22\.73 ± 1\.50/)
  const rows = JSON.parse((await run('results', 'list', '--json')).out)
  expect(rows[0]).toMatchObject({ slug: 'qwen-rl', status: 'complete', anyMedal: 22.727, humanRank: null })
  expect(rows[1]).toMatchObject({ status: 'incomplete', anyMedal: null })
})

test('a new system is described by the options, then the file goes to it', async () => {
  answers['GET results'] = () => ({ json: board([]) })
  answers['POST results'] = () => ({ status: 201, json: system })
  answers['POST results/imports'] = () => ({ status: 202, json: upload({ status: 'queued', report: null }) })
  answers[`GET results/imports/${uuid(2)}`] = () => ({ json: upload() })
  const bare = await run('results', 'import', 'r.json', '--system', 'qwen-rl')
  expect([bare.code, bare.err]).toEqual([2, expect.stringContaining('--model')])
  const options = ['--model', 'qwen3-8b', '--method', 'rl', '--scaffold', 'AIDE', '--feedback', 'none']
  const more = ['--hours', '24', '--gradings', '3', '--experiment', 'aide']
  const { code, out } = await run('results', 'import', 'r.json', '--system', 'qwen-rl', ...options, ...more)
  expect([code, out]).toEqual([0, expect.stringContaining('imported  r.json  22 results')])
  const [created, sent] = world.received.filter(({ method }) => method === 'POST')
  expect(JSON.parse(created?.body.toString() ?? '')).toMatchObject({
    name: 'qwen-rl',
    hours: 24,
    gradings: 3,
  })
  expect(Object.fromEntries(sent?.query ?? [])).toEqual({
    filename: 'r.json',
    systemId: system.id,
    experiment: 'aide',
  })
  expect(sent?.body.toString()).toBe('{}')
})

test('a refused file is a finding, named with what it misses', async () => {
  answers['GET results'] = () => ({ json: board([row]) })
  answers['POST results/imports'] = () => ({ status: 202, json: upload() })
  const refused = [{ file: 'r.json', message: 'task-1: missing or malformed score' }]
  answers[`GET results/imports/${uuid(2)}`] = () => ({
    json: upload({ report: { v: 1, reports: [], refused, warnings: [] } }),
  })
  const { code, out } = await run('results', 'import', 'r.json', '--system', 'qwen-rl')
  expect([code, out]).toEqual([1, expect.stringContaining('refused   r.json: task-1')])
  expect(out).not.toContain('is described now')
})

test('a system that was described for a file of which nothing was taken is told of, with both ways on', async () => {
  answers['GET results'] = () => ({ json: board([]) })
  answers['POST results'] = () => ({ status: 201, json: system })
  answers['POST results/imports'] = () => ({ status: 202, json: upload() })
  const error = 'Nothing in r.json is a report.'
  answers[`GET results/imports/${uuid(2)}`] = () => ({
    json: upload({ status: 'failed', error, report: null }),
  })
  const options = ['--model', 'qwen3-8b', '--method', 'rl', '--scaffold', 'AIDE']
  const { code, out } = await run('results', 'import', 'r.json', '--system', 'qwen-rl', ...options)
  expect(code).toBe(1)
  expect(out).toMatch(/"qwen-rl" is described now and has no results: import again with --system/)
  expect(out).toContain('sandmle results archive "qwen-rl"')
})

test('compare names both systems, and says whether the difference is real', async () => {
  const other = { ...row, system: { ...system, id: uuid(5), name: 'qwen-base' } }
  const result = {
    shared: ['a', 'b'],
    difference: -4.5,
    low: -9,
    high: 1,
    replicates: 2000,
    separable: false,
  }
  answers['GET results'] = ({ query }) => ({
    json: {
      ...board([row, other]),
      comparison: query.get('compare') === null ? null : { first: uuid(1), second: uuid(5), result },
    },
  })
  const { code, out } = await run('results', 'compare', 'qwen-rl', 'qwen-base', '--clean')
  expect([code, out]).toEqual([
    0,
    expect.stringContaining('qwen-rl - qwen-base, any medal: -4.50 points (95 % from -9.00 to +1.00)'),
  ])
  expect(out).toContain('Not separable')
  expect(world.received.at(-1)?.query.get('compare')).toBe(`${uuid(1)},${uuid(5)}`)
  expect(world.received.at(-1)?.query.get('clean')).toBe('true')
  const json = JSON.parse((await run('results', 'compare', uuid(1), 'qwen-base', '--json')).out)
  expect(json).toMatchObject({ measure: 'any-medal', first: uuid(1), result: { difference: -4.5 } })
  expect(await run('results', 'compare', 'qwen-rl', 'nobody')).toMatchObject({
    code: 1,
    err: expect.stringContaining('no system "nobody"'),
  })
  expect((await run('results', 'compare', 'qwen-rl', 'qwen-base', '--measure', 'human-rank')).code).toBe(2)
})
