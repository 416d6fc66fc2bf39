import { describe, expect, test } from 'vitest'
import type { GateId } from '#lib/domain/gates.ts'
import { evidenceOf } from '#lib/pipeline/verify/evidence.fixture.ts'
import type { Evidence } from '#lib/pipeline/verify/evidence.ts'
import { judgeCertificate, verdictOf } from '#lib/pipeline/verify/judge.ts'
import type { RawTrial } from '#lib/pipeline/verify/raw-trial.ts'

const verdicts = (evidence: Evidence) =>
  Object.fromEntries(judgeCertificate(evidence, 'full').map(({ gate, verdict }) => [gate, verdict]))
const gatesWith = (evidence: Evidence, verdict: string): GateId[] =>
  judgeCertificate(evidence, 'full').flatMap((one) => (one.verdict === verdict ? [one.gate] : []))
const failed = (evidence: Evidence) =>
  judgeCertificate(evidence, 'full').flatMap(({ gate, verdict, checks }) =>
    verdict === 'failed' ? checks.flatMap((check) => (check.passed ? [] : [`${gate}: ${check.id}`])) : [],
  )
const overall = (evidence: Evidence) => verdictOf(judgeCertificate(evidence, 'full'))

test('evidence without a fault passes every gate of the set', () => {
  expect(new Set(Object.values(verdicts(evidenceOf())))).toEqual(new Set(['passed']))
  expect(overall(evidenceOf())).toBe('verified')
})

describe('a fault of the machine', () => {
  const keys = [...evidenceOf().raws.keys()]
  test.each(keys.flatMap((key) => (['infra', 'abandoned'] as const).map((status) => [key, status] as const)))(
    '%s ending as %s rejects nothing',
    (key, status) => {
      const evidence = evidenceOf({ [key]: { status, failure: 'the host went away', report: null } })
      expect(failed(evidence)).toEqual([])
      expect(overall(evidence)).toBe('judge-error')
    },
  )

  test.each(keys.filter((key) => !key.includes('2')))('%s that was never run is not a verdict', (key) => {
    const evidence = evidenceOf()
    const raws = new Map(
      [...evidence.raws].filter(([name]) => name !== key && name !== key.replace('1', '2')),
    )
    expect(overall({ ...evidence, raws })).toBe('judge-error')
  })

  test('a kernel that could not run leaves scores without a verdict', () => {
    const evidence = { ...evidenceOf(), scores: null }
    expect(gatesWith(evidence, 'judge-error')).toEqual(['solutions', 'difficulty'])
    expect(overall(evidence)).toBe('judge-error')
  })

  test('beside a fault of the task it does not save the task', () => {
    const evidence = evidenceOf({ 'evaluator-checks': { status: 'infra', failure: 'gone' } })
    expect(overall({ ...evidence, format: fault('judge/rule.md') })).toBe('rejected')
  })
})

const fault = (file: string): Evidence['format'] => ({
  task: null,
  contentHash: null,
  problems: [{ file, message: 'is required and not listed' }],
})

describe('another Python runtime than the frozen one', () => {
  const elsewhere = (changes: Record<string, Partial<RawTrial>> = {}): Evidence => {
    const evidence = evidenceOf(changes)
    return { ...evidence, task: { ...evidence.task, runtimeHash: 'another' } }
  }

  test('neither bytes nor thresholds are compared, so nothing is rejected for them', () => {
    const evidence = elsewhere({ 'generate/1': { hashes: { 'data/agent/train.csv': 'otherwise' } } })
    const weak = { ...evidence, scores: scoresWith(evidence, { 'run1--reference__rule': 9 }) }
    expect(gatesWith(weak, 'not-comparable')).toEqual(['regeneration', 'solutions'])
    expect(failed(weak)).toEqual([])
    expect(overall(weak)).toBe('not-comparable')
  })

  test('what needs no comparison is judged all the same', () => {
    const evidence = elsewhere({ inspect: { report: { measurements: [leak] } } })
    expect(failed(evidence)).toEqual(['leaks: row-order'])
    expect(overall(evidence)).toBe('rejected')
  })
})

function scoresWith(evidence: Evidence, scores: Record<string, number>): Evidence['scores'] {
  if (!evidence.scores) throw new Error('the evidence has no scores')
  const changed = Object.entries(scores).map(([name, score]) => [name, { valid: true, score, reason: null }])
  return { ...evidence.scores, scores: { ...evidence.scores.scores, ...Object.fromEntries(changed) } }
}

const leak = {
  gate: 'leaks',
  id: 'row-order',
  of: 'test',
  value: 0.4,
  holds: null,
  against: null,
  message: 'the order of the rows explains 40 %',
  anchor: { file: 'agent/test.csv', line: null, column: null },
}

describe('a tool that looked at nothing', () => {
  test('has not passed the gate', () => {
    const evidence = evidenceOf({ inspect: { report: { measurements: [{ ...leak, value: 0 }] } } })
    expect(gatesWith(evidence, 'judge-error')).toEqual(['data-contract', 'difficulty'])
  })
  test.each([
    ['inspect', ['data-contract', 'leaks', 'difficulty']],
    ['evaluator-checks', ['evaluator']],
    ['ladder', ['difficulty', 'speed']],
  ])('%s without a readable report is an error of the judge', (key, gates) => {
    expect(gatesWith(evidenceOf({ [key]: { report: { nonsense: true } } }), 'judge-error')).toEqual(gates)
  })
})

describe('speed', () => {
  const rungs = (cpuS: number, wallS: number) => ({
    rungs: { s6: { cpuS, wallS, program: 'search', error: null } },
  })
  const slow = (evidence: Evidence) => failed(evidence).filter((id) => id.startsWith('speed'))

  test('processor time counts, waiting does not', () => {
    expect(slow(evidenceOf({ ladder: { report: rungs(31, 31) } }))).toEqual(['speed: slow/s6'])
    expect(slow(evidenceOf({ ladder: { report: rungs(12, 400) } }))).toEqual([])
    const busy = { usage: { wallMs: 80_000, cpuMs: 7900, maxRssMB: 1 } }
    expect(slow(evidenceOf({ 'generate/1': busy }))).toEqual([])
    const lazy = { usage: { wallMs: 8200, cpuMs: 8100, maxRssMB: 1 } }
    expect(slow(evidenceOf({ 'generate/1': lazy }))).toEqual(['speed: slow/generate/1'])
  })

  test('a ladder that used up all its processor time is slow, not an error of the judge', () => {
    const usage = { wallMs: 95_000, cpuMs: 90_000, maxRssMB: 1 }
    const stopped = { status: 'cpu', failure: 'cpu', report: null, usage } as const
    expect(slow(evidenceOf({ ladder: stopped }))).toEqual(['speed: slow/ladder'])
  })
})

test('a gate of the set that nobody can judge is not a pass', () => {
  expect(verdictOf([{ gate: 'novelty', verdict: 'judge-error', checks: [] }])).toBe('judge-error')
  expect(verdictOf([])).toBe('verified')
})
