import { expect, test } from 'vitest'
import { rungScores, solutionRows, tierCells } from '#components/environments/trials.ts'
import type { TrialView } from '#lib/contracts/environments.ts'
import type { TaggedSolution } from '#lib/domain/artefacts/solutions.ts'

const trial = (patch: Partial<TrialView>): TrialView => ({
  id: '0198c0de-0000-7000-8000-000000000001',
  kind: 'rung',
  program: 's0',
  status: 'finished',
  outcome: 'ok',
  score: 0.5,
  tier: 'below',
  reason: null,
  low: null,
  high: null,
  wallMs: 1200,
  cpuMs: 900,
  maxRssMB: 80,
  requestedBy: null,
  createdAt: '2026-01-01T00:00:00Z',
  finishedAt: '2026-01-01T00:00:01Z',
  ...patch,
})
const solution: TaggedSolution = {
  path: 'solutions/reference__rule.py',
  tag: 'reference',
  title: 'Rule-aware',
  permitted: ['silver', 'gold'],
  required: ['silver', 'gold'],
}

test('the newest trial of a rung counts, in ladder order', () => {
  const scores = rungScores([
    trial({ program: 's4 boosting', score: 0.8 }),
    trial({ score: 0.4, createdAt: '2026-01-02T00:00:00Z' }),
    trial({ score: 0.5 }),
    trial({ kind: 'score', program: 's1' }),
  ])
  expect(scores.map((one) => [one.rung, one.score])).toEqual([
    ['s0', 0.4],
    ['s4', 0.8],
  ])
})

test('a solution below its required tier is not ok, one in it is, an unrun one is unknown', () => {
  const run = (tier: TrialView['tier']) =>
    solutionRows([solution], [trial({ kind: 'solution', program: `judge/${solution.path}`, tier })])[0]
  expect(run('median')?.ok).toBe(false)
  expect(run('gold')?.ok).toBe(true)
  expect(solutionRows([solution], [])[0]?.ok).toBeNull()
})

test('a program that died says how', () => {
  const died = trial({ kind: 'solution', program: solution.path, tier: null, score: null, outcome: 'wall' })
  expect(solutionRows([solution], [died])[0]).toMatchObject({ trouble: 'wall', ok: false })
})

test('cells name every tier once', () => {
  expect(tierCells(solution).map((one) => one.cell)).toEqual([
    'forbidden',
    'forbidden',
    'forbidden',
    'forbidden',
    'required',
    'required',
  ])
})
