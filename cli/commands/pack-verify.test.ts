import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packFixture, program } from '#cli/pack-run/pack.fixture.ts'
import { judgeRun } from '#cli/pack-run/run-solutions.ts'
import { sandmle } from '#cli/server.fixture.ts'
import { temporaryFolder } from '#cli/temporary-folder.fixture.ts'
import type { TaggedSolution } from '#lib/domain/artefacts/solutions.ts'

const shipped = [{ name: 'rule', source: program('1'), permitted: ['gold' as const] }]

test('a whole pack passes without a server; the summary counts its tasks', async () => {
  const cwd = await temporaryFolder('cli-pack-')
  await writeFile(join(cwd, 'p.zip'), await packFixture(shipped, {}))
  const { code, out } = await sandmle(['pack', 'verify', 'p.zip', '--json'], { cwd })
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({
    ok: true,
    slug: 'first',
    version: 1,
    tasks: 1,
    problems: [],
    runs: null,
  })
  expect((await sandmle(['pack', 'verify', 'p.zip'], { cwd })).out).toContain(
    'Every byte is as it was packed.',
  )
})

test('what is not a pack is a finding, not a crash', async () => {
  const cwd = await temporaryFolder('cli-pack-')
  await writeFile(join(cwd, 'p.zip'), 'not a zip')
  const { code, out } = await sandmle(['pack', 'verify', 'p.zip'], { cwd })
  expect(code).toBe(1)
  expect(out).toContain('not a readable zip file')
})

test.each([
  ['without a re-run', ['--tasks', 'solar'], 'Add --run.'],
  ['that the pack does not have', ['--run', '--tasks', 'solar,lunar'], 'no task lunar'],
  ['without a name', ['--run', '--tasks', ','], 'Its tasks are solar.'],
])('tasks %s are refused with the next step', async (_, options, said) => {
  const cwd = await temporaryFolder('cli-pack-')
  await writeFile(join(cwd, 'p.zip'), await packFixture(shipped, {}))
  const { code, err } = await sandmle(['pack', 'verify', 'p.zip', ...options], { cwd })
  expect(code).toBe(2)
  expect(err).toContain(said)
})

const SOLUTION: TaggedSolution = {
  path: 'solutions/default__a.py',
  tag: 'default',
  title: 'a',
  permitted: ['gold'],
  required: [],
}
const APART = { certified: 'python 3.11.2, numpy 1.24.2', here: 'python 3.12.1, numpy 2.4.6' }

test.each([
  ['the same', 0.5, 0.5, 'gold', null, 'same'],
  ['another one', 0.5001, 0.5, 'gold', null, 'failed'],
  ['a wanted tier without a certified score', 0.5, null, 'gold', null, 'as-permitted'],
  ['another tier without a certified score', 0.5, null, 'silver', null, 'failed'],
  ['the same elsewhere', 0.5, 0.5, 'gold', APART, 'same'],
  ['0.1 % off elsewhere', 812.9, 812.3, 'gold', APART, 'close'],
  ['a thousandth off elsewhere', 0.501, 0.5001, 'gold', APART, 'close'],
  ['close, in another tier, elsewhere', 0.5001, 0.5, 'silver', APART, 'not-comparable'],
  ['further off elsewhere', 0.51, 0.5, 'gold', APART, 'not-comparable'],
  ['without a certified score elsewhere', 0.5, null, 'silver', APART, 'not-comparable'],
] as const)('of a re-run, %s', (_, score, certified, tier, apart, verdict) => {
  expect(judgeRun(SOLUTION, { score, certified, tier }, apart).verdict).toBe(verdict)
})

test('what cannot be compared names both runtimes and both scores', () => {
  const { message } = judgeRun(SOLUTION, { score: 0.7, certified: 0.5, tier: 'gold' }, APART)
  for (const words of ['0.5', APART.certified, APART.here]) expect(message).toContain(words)
})

test('required tiers are wanted before permitted ones', () => {
  const both: TaggedSolution = { ...SOLUTION, permitted: ['silver', 'gold'], required: ['gold'] }
  expect(judgeRun(both, { score: 1, certified: null, tier: 'silver' }, null).verdict).toBe('failed')
})
