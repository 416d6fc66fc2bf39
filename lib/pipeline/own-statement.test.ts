import { describe, expect, test } from 'vitest'
import type { FeedbackFacts } from '#lib/domain/feedback.ts'
import type { ProgramRuntime } from '#lib/domain/runtime.ts'
import { feedbackStatement, runtimeStatement, withOwnSections } from '#lib/pipeline/own-statement.ts'

const FACTS: FeedbackFacts = {
  kind: 'validation-score',
  gradings: 20,
  rewardRows: 2000,
  feedbackRows: 250,
  step: 0.05,
}

const RUNTIME: ProgramRuntime = {
  versions: 'python 3.11.2, numpy 2.4.6, pandas 3.1.1, scikit-learn 1.9.1, xgboost 3.2.0, x86_64',
  program: { wallS: 90, cpuS: 30, memoryMB: 2048, cores: 1 },
}
const OWN = { feedback: FACTS, runtime: RUNTIME }

describe('the section on the runtime', () => {
  test('names interpreter, machine, packages with versions, and limits', () => {
    expect(runtimeStatement(RUNTIME)).toBe(
      '## Runtime\n\nPrograms run on Python 3.11.2 (Linux, x86_64) with numpy 2.4.6, pandas 3.1.1, scikit-learn 1.9.1 and xgboost 3.2.0, without network access. ' +
        'Each may use 30 s of processor time on one core, 90 s in all and 2,048 MB of memory.\n',
    )
  })

  test('stands before the one on feedback, and replaces what else is said under that heading', () => {
    const truth = withOwnSections('# Title\n\nText.\n', OWN)
    expect(truth).toMatch(/Text\.\n\n## Runtime\n\nPrograms run on [^\n]*\n\n## Feedback\n/)
    expect(withOwnSections(truth, OWN)).toBe(truth)
    expect(withOwnSections(truth.replace('2,048', '64,000'), OWN)).toBe(truth)
    expect(withOwnSections('# Title\n\n### runtime\n\nAny.\n\n# Title 2\n', OWN)).not.toContain('Any.')
    // A role's own words under another heading stay.
    expect(withOwnSections('# T\n\n## Runtime of the machine\n\nHours.\n', OWN)).toContain('Hours.')
  })

  test('is absent from a task of an older time', () => {
    const old = withOwnSections('# Title\n', { feedback: FACTS, runtime: undefined })
    expect(old).not.toContain('## Runtime')
    expect(old).toContain('## Feedback')
  })
})

describe('the section on feedback', () => {
  test('says on which rows, how often and how finely, and which rows decide', () => {
    const text = feedbackStatement(FACTS)
    expect(text).toContain('at most 20 times')
    expect(text).toContain('250 rows of `test.csv`, rounded to the nearest 0.05')
    expect(text).toContain('only on the other 2,000 rows of `test.csv`')
  })

  test.each([
    ['none', /not scored while you work/],
    ['format', /whether a submission is valid; you will not see a score/],
    ['held-out-score', /the score on the 2,000 rows of `test.csv` that decide your result/],
  ] as const)('of a contract of kind %s', (kind, words) => {
    expect(feedbackStatement({ ...FACTS, kind, feedbackRows: 0 })).toMatch(words)
  })

  test('stands once at the end of a statement, in place of whatever else was said under that heading', () => {
    const truth = withOwnSections('# Title\n\nText.\n', OWN)
    expect(withOwnSections(truth, OWN)).toBe(truth)
    const edited = truth
      .replace('At most 20', 'At most 9999')
      .replace('## Feedback', '### Feedback while you work')
    expect(withOwnSections(edited, OWN)).toBe(truth)
    const between =
      '# Title\n\nText.\n\n## Feedback\n\nAsk freely.\n\n### How\n\nOften.\n\n## Data\n\nRows.\n'
    const told = withOwnSections(between, OWN)
    expect(told).not.toMatch(/Ask freely|Often/)
    expect(told).toMatch(/Text\.\n\n## Data\n\nRows\.\n\n## Runtime/)
  })
})
