import { expect, test } from 'vitest'
import { taskFixture } from '#lib/packs/task.fixture.ts'
import { planTrials } from '#lib/pipeline/verify/plan.ts'

const solution = (tag: string) => ({
  path: `solutions/${tag}__a.py`,
  tag,
  title: tag,
  permitted: ['below'],
  required: [],
})
const { task, files } = taskFixture('north')
const tagged = {
  format: 'sandmle-solutions/1',
  solutions: [solution('constant'), solution('reference')],
}
const all = { ...Object.fromEntries(files), 'judge/solutions.json': Buffer.from(JSON.stringify(tagged)) }
const keysOf = (kind: 'quick' | 'full') => planTrials(task, all, kind).map(({ key }) => key)

test('each execution is planned once, whatever number of gates read it', () => {
  expect(keysOf('quick')).toEqual(['generate/1', 'inspect', 'evaluator-checks', 'ladder'])
})

test('a full certificate generates twice, and runs every solution, those that fit models twice', () => {
  expect(keysOf('full')).toEqual([
    ...['generate/1', 'generate/2', 'inspect', 'evaluator-checks', 'ladder'],
    ...[
      'solution/1/solutions/constant__a.py',
      'solution/1/solutions/reference__a.py',
      'solution/2/solutions/reference__a.py',
    ],
  ])
})
