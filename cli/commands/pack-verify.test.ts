import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packFixture, program } from '#cli/pack-run/pack.fixture.ts'
import { judgeRun } from '#cli/pack-run/run-solutions.ts'
import { sandmle } from '#cli/server.fixture.ts'
import { temporaryFolder } from '#cli/temporary-folder.fixture.ts'

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

test('what is no pack is a finding, not a crash', async () => {
  const cwd = await temporaryFolder('cli-pack-')
  await writeFile(join(cwd, 'p.zip'), 'not a zip')
  const { code, out } = await sandmle(['pack', 'verify', 'p.zip'], { cwd })
  expect(code).toBe(1)
  expect(out).toContain('not a readable zip file')
})

test('only the runtime of the certificate makes another score a failure', () => {
  const solution = {
    path: 'solutions/default__a.py',
    tag: 'default',
    title: 'a',
    permitted: ['gold' as const],
    required: [],
  } as const
  const judge = (score: number, certified: number | null, same: boolean, tier: 'gold' | 'silver' = 'gold') =>
    judgeRun({ ...solution, permitted: ['gold'], required: [] }, score, tier, certified, same).verdict
  expect(judge(1, 1, true)).toBe('same')
  expect(judge(1, 2, true)).toBe('failed')
  expect(judge(1, 2, false)).toBe('not-comparable')
  expect(judge(1, null, true)).toBe('as-permitted')
  expect(judge(1, null, true, 'silver')).toBe('failed')
  const both = { ...solution, permitted: ['silver', 'gold'] as const, required: ['gold'] as const }
  const required = { ...both, permitted: [...both.permitted], required: [...both.required] }
  expect(judgeRun(required, 1, 'silver', null, true).verdict).toBe('failed')
})
