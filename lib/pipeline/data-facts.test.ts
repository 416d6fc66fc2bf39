import { expect, test } from 'vitest'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { classLabels, historyOf, readDataFacts } from '#lib/pipeline/data-facts.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { strategise } from '#lib/pipeline/strategist.ts'

test.each([
  ['binary', ['kept', 'returned'], ['0', '1']],
  ['ordinal', ['none', 'slight', 'marked'], ['0', '1', '2']],
  ['multiclass', ['weeping', 'dry'], ['dry', 'weeping']],
  ['regression', null, null],
] as const)('labels of a %s task as they appear in the files', (task, classes, labels) => {
  const target = { name: 'outcome', unit: null, classes: classes && [...classes] }
  expect(classLabels({ task, target })).toEqual(labels)
})

const bytes = (text: string) => new TextEncoder().encode(text)

test.each([
  ['history', 4],
  ['past', 4],
  ['window', null],
] as const)('days of a series whose calendar is a %s', (calendar, stretch) => {
  const situation = {
    runSeed: 1,
    ordinal: 0,
    likeness: 'varied',
    secret: 'ab'.repeat(16),
    reasons: [],
  } as const
  const plan = strategise(makeDna(), CATALOGUE, DOMAINS, situation)
  const [mechanism] = plan.mechanisms
  if (mechanism === undefined) throw new Error('no mechanism')
  const spec = {
    ...{ ...plan, modality: 'series' as const, style: { ...plan.style, calendar } },
    mechanisms: [{ ...mechanism, columns: { date: 'day', site: 'depot' } }],
  }
  const train = ['2031-05-04,a,1', '2030-01-09,b,0', '2031-05-01,a,0', '2030-01-10,b,1']
  const files = {
    'agent/train.csv': bytes(['day,depot,y', ...train].join('\n')),
    'agent/test.csv': bytes('day,depot\n2031-06-02,b\n2031-06-01,a\n'),
    'agent/sample_submission.csv': bytes('id,y\n'),
  }
  expect(readDataFacts(spec, files).days).toEqual({
    train: ['2030-01-09', '2031-05-04'],
    test: ['2031-06-01', '2031-06-02'],
    stretch,
    bouts: false,
  })
  expect(readDataFacts({ ...spec, modality: 'tabular' }, files).days).toBeNull()
})

test('training days that all sites have over the same time are no stretches', () => {
  const situation = { runSeed: 1, likeness: 'varied', secret: 'ab'.repeat(16), reasons: [] } as const
  const plan = strategise(makeDna({ modality: 'series' }), CATALOGUE, DOMAINS, { ...situation, ordinal: 1 })
  const [mechanism] = plan.mechanisms
  if (mechanism === undefined) throw new Error('no mechanism')
  const spec = { ...plan, mechanisms: [{ ...mechanism, columns: { date: 'day', site: 'depot' } }] }
  const train = ['2016-05-04,a,1', '2015-01-09,a,0', '2016-05-01,b,0', '2015-03-10,b,1']
  const files = {
    'agent/train.csv': bytes(['day,depot,y', ...train].join('\n')),
    'agent/test.csv': bytes('day,depot\n2016-06-02,b\n'),
    'agent/sample_submission.csv': bytes('id,y\n'),
  }
  expect(spec.style.calendar).toBe('past')
  expect(readDataFacts(spec, files).days?.stretch).toBeNull()
})

test('training days of some weeks at a time are told from days by themselves', () => {
  const situation = { runSeed: 1, likeness: 'varied', secret: 'ab'.repeat(16), reasons: [] } as const
  const plan = strategise(makeDna({ modality: 'series' }), CATALOGUE, DOMAINS, { ...situation, ordinal: 1 })
  const [mechanism] = plan.mechanisms
  if (mechanism === undefined) throw new Error('no mechanism')
  const spec = { ...plan, mechanisms: [{ ...mechanism, columns: { date: 'day', site: 'depot' } }] }
  const isInBouts = (days: readonly string[]) =>
    readDataFacts(spec, {
      'agent/train.csv': bytes(['day,depot,y', ...days.map((day) => `${day},a,1`)].join('\n')),
      'agent/test.csv': bytes('day,depot\n2016-06-02,a\n'),
      'agent/sample_submission.csv': bytes('id,y\n'),
    }).days?.bouts
  expect(isInBouts(['2016-01-01', '2016-01-02', '2016-01-04', '2016-03-01', '2016-03-02'])).toBe(true)
  expect(isInBouts(['2016-01-01', '2016-01-15', '2016-02-04', '2016-03-01', '2016-03-02'])).toBe(false)
  expect(isInBouts(['2016-01-01', '2016-01-02', '2016-01-03', '2016-01-05', '2016-01-06'])).toBe(false)
})

test('a history lasts from the first to the last day of the plan, over a leap day too', () => {
  const day = { kind: 'date', name: 'seen_on', start: '2032-02-27', days: 7, missingRate: 0 } as const
  expect(historyOf({ columns: [{ ...day, table: 'visits' }] })).toEqual(['2032-02-27', '2032-03-04'])
  expect(historyOf({ columns: [{ ...day, table: 'main' }] })).toBeNull()
})
