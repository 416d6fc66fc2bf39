import { describe, expect, test } from 'vitest'
import { makeMeasuredDna } from '#lib/domain/fidelity/measured-dna.fixture.ts'
import type { Likeness } from '#lib/domain/likeness.ts'
import { extractTaskDna } from '#lib/pipeline/extract-task.ts'
import { evidenceOf } from '#lib/pipeline/verify/evidence.fixture.ts'
import type { Evidence } from '#lib/pipeline/verify/evidence.ts'
import { judgeGate } from '#lib/pipeline/verify/judge.ts'
import { fidelityOf } from '#lib/pipeline/verify/measure-fidelity.ts'

const DNA = makeMeasuredDna()
const judgeFidelity = (evidence: Evidence) => judgeGate('fidelity', evidence)
const found = (
  likeness: Likeness | undefined,
  changes: Partial<Evidence> = {},
  dna: object = DNA,
): Evidence => {
  const evidence = evidenceOf()
  const { provenance, ...task } = evidence.task
  const seeds = ['a'.repeat(64)]
  return {
    ...evidence,
    task: { ...task, dna: { ...dna }, provenance: { ...provenance, seeds, ...(likeness && { likeness }) } },
    measured: { kind: 'dna', dna: DNA },
    ...changes,
  }
}

describe('gate 13', () => {
  test('passes what kept the structure of its seed', () => {
    expect(judgeFidelity(found('faithful'))).toMatchObject({ gate: 'fidelity', verdict: 'passed' })
    expect(fidelityOf(found('faithful'))?.overall).toBe(1)
  })

  test('fails a faithful task of another kind, and names the part, both values and the file', () => {
    const measured = { kind: 'dna', dna: makeMeasuredDna({ metric: 'log-loss' }) } as const
    const { verdict, checks } = judgeFidelity(found('faithful', { measured }))
    expect(verdict).toBe('failed')
    expect(checks.filter(({ passed }) => !passed)).toEqual([
      {
        id: 'metric',
        passed: false,
        value: 0.5,
        limit: 1,
        message: 'Metric: seed AUC; task Log loss. Limit: at least 1.',
        anchor: { file: 'task.json', line: null, column: null },
      },
    ])
    expect(judgeFidelity(found('varied', { measured })).verdict).toBe('passed')
  })

  test('fails a far task that is the seed over again', () => {
    expect(judgeFidelity(found('far')).verdict).toBe('failed')
  })

  test('passes with a note where there is nothing to compare with', () => {
    const { structure: _, ...old } = DNA
    const evidence = found('faithful')
    const unseeded = { ...evidence.task, provenance: { seeds: [], roles: {} } }
    const cases: [Evidence, RegExp][] = [
      [found('faithful', {}, old), /read before fidelity was measured/],
      [found('faithful', {}, {}), /no seed to compare with/],
      [found('faithful', { task: unseeded }), /no seed to compare with/],
      [found(undefined), /before runs stated/],
    ]
    for (const [one, words] of cases) {
      const { verdict, checks } = judgeFidelity(one)
      expect(verdict).toBe('passed')
      expect(checks[0]?.message).toMatch(words)
    }
  })

  test('does not take DNA that cannot be read for a task without a seed', () => {
    const { verdict, checks } = judgeFidelity(found('faithful', {}, { ...DNA, modality: 'smell' }))
    expect(verdict).toBe('judge-error')
    expect(checks[0]?.message).toContain('task.json')
  })

  test('says nothing of tables that cannot be read', () => {
    const measured = { kind: 'unreadable', why: 'It has a header and no rows.' } as const
    expect(judgeFidelity(found('faithful', { measured })).verdict).toBe('judge-error')
  })
})

test("a task is read off the agent's files as a seed is", async () => {
  const text = (lines: string[]) => new TextEncoder().encode(`${lines.join('\n')}\n`)
  const rows = Array.from({ length: 60 }, (_, at) => `r${at},${at % 6},${at % 2}`)
  const task = { modality: 'join', task: 'binary', metric: 'auc', target: 'y', idColumn: 'id' } as const
  const dna = await extractTaskDna(task, {
    'agent/train.csv': text(['id,x,y', ...rows]),
    'agent/test.csv': text(['id,x', 't0,1', 't1,2']),
    'agent/sample_submission.csv': text(['id,y', 't0,0.5', 't1,0.5']),
    'agent/visits.csv': text(['id,at', ...rows.flatMap((_, at) => [`r${at},1`, `r${at},2`, `r${at},3`])]),
    'judge/answer.csv': text(['id,y', 't0,1', 't1,0']),
  })
  expect(dna).toMatchObject({ nTrain: 60, nTest: 2, joinDepth: 1, missingRate: 0 })
  expect(dna.structure?.joins).toEqual([{ columns: 2, perParent: 3 }])
  expect(dna.structure?.target).toEqual({ kind: 'classes', shares: [0.5, 0.5] })
})
