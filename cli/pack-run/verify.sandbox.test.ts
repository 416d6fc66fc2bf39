import { chmod, readdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { beforeAll, expect, test, vi } from 'vitest'
import { packFixture, program, type Shipped } from '#cli/pack-run/pack.fixture.ts'
import { findPython } from '#cli/pack-run/python.ts'
import { sandmle } from '#cli/server.fixture.ts'
import { temporaryFolder } from '#cli/temporary-folder.fixture.ts'
import type { Task } from '#lib/domain/artefacts/task.ts'

const ANY: Shipped['permitted'] = ['below', 'median', 'bronze', 'silver', 'gold']
const GOOD: Shipped = { name: 'rule', source: program('2 * float(row["hours"])'), permitted: ['gold'] }
const env = process.env.SANDMLE_PYTHON ? { SANDMLE_PYTHON: process.env.SANDMLE_PYTHON } : {}
let runtimeHash = ''
beforeAll(async () => {
  const around = { env, root: '/nowhere', cwd: '/', out: () => {}, err: () => {} }
  runtimeHash = (await findPython(around)).runtimeHash
})

async function verify(
  shipped: readonly Shipped[],
  scores: Record<string, number> = {},
  over: Partial<Task> = {},
) {
  const cwd = await temporaryFolder('cli-pack-')
  await writeFile(join(cwd, 'p.zip'), await packFixture(shipped, scores, { runtimeHash, ...over }))
  const { code, out, err } = await sandmle(['pack', 'verify', 'p.zip', '--run', '--json'], { cwd, env })
  return { code, answer: JSON.parse(out), err }
}

test('a pack whose solutions score as certified passes', async () => {
  const { code, answer, err } = await verify([GOOD], { 'judge/solutions/default__rule.py': 0 })
  expect(answer.runs).toMatchObject([
    { task: 'solar', verdict: 'same', score: 0, certified: 0, tier: 'gold' },
  ])
  expect(err).toContain('solar/judge/solutions/default__rule.py')
  expect(code).toBe(0)
})

test('another score than the certified one is a finding that names both', async () => {
  const off = { ...GOOD, source: program('2 * float(row["hours"]) + 0.5') }
  const { code, answer } = await verify([off], { 'judge/solutions/default__rule.py': 0 })
  expect(answer.runs).toMatchObject([{ verdict: 'failed', score: 0.5, certified: 0, tier: 'gold' }])
  expect(answer.runs[0].message).toContain('0')
  expect(code).toBe(1)
})

test('a tier that is not permitted fails; under another runtime it is only told', async () => {
  const weak = { ...GOOD, source: program('0') }
  expect((await verify([weak])).answer.runs[0]).toMatchObject({ verdict: 'failed', tier: 'below' })
  const elsewhere = await verify([weak], {}, { runtimeHash: 'f'.repeat(64) })
  expect(elsewhere.answer.runs[0]).toMatchObject({ verdict: 'not-comparable', tier: 'below' })
  expect(elsewhere.code).toBe(0)
})

test('programs see the agent view alone: no answers, no files of this machine, no network, no way to write', async () => {
  const listener = createServer((_, response) => response.end('hello'))
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const address = listener.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const tries = [
    'open("/etc/passwd").read()',
    'open("/judge/answer.csv").read()',
    `open(${JSON.stringify(join(process.cwd(), 'package.json'))}).read()`,
    `socket.create_connection(("127.0.0.1", ${port}), 2)`,
    'open(options.agent + "/train.csv", "a")',
    'open("/program/solution.py", "a")',
    'open("/usr/lib/x", "w")',
    'os.unlink("/usr/bin/python3")',
  ]
  const hostile = tries.map((attempt, at): Shipped => {
    const before = `held = "0"\ntry:\n    ${attempt}\n    held = "99"\nexcept OSError:\n    pass`
    return {
      name: `try-${at}`,
      source: program('2 * float(row["hours"]) + float(held)', before),
      permitted: ['gold'],
    }
  })
  const { code, answer } = await verify(hostile)
  await new Promise((resolve) => listener.close(resolve))
  expect(answer.runs.map((one: { score: number }) => one.score)).toEqual(tries.map(() => 0))
  expect(code).toBe(0)
})

test('a link instead of a submission is not followed, a crash and an invalid submission are named', async () => {
  const link: Shipped = {
    name: 'link',
    permitted: ANY,
    source: program('0').replace(
      'with open(options.agent',
      'os.symlink("/etc/passwd", options.out)\nos._exit(0)\nwith open(options.agent',
    ),
  }
  const crash: Shipped = { name: 'crash', permitted: ANY, source: 'raise SystemExit("no data today")\n' }
  const short: Shipped = { name: 'short', permitted: ANY, source: program('0').replace('row["id"]', '"x"') }
  const { code, answer } = await verify([link, crash, short])
  const messages = answer.runs.map((one: { message: string }) => one.message)
  expect(messages[0]).toContain('no submission.csv')
  expect(messages[1]).toContain('no data today')
  expect(messages[2]).toContain('other ids')
  expect(code).toBe(1)
})

test('nothing is left in the temporary folder', async () => {
  const temporary = await temporaryFolder('cli-tmp-')
  await chmod(temporary, 0o711)
  // Its own, because runs of other tests beside this one have folders in the common one.
  vi.stubEnv('TMPDIR', temporary)
  const { code } = await verify([GOOD], { 'judge/solutions/default__rule.py': 0 })
  const left = await readdir(temporary)
  vi.unstubAllEnvs()
  expect({ code, left }).toMatchObject({ code: 0, left: [expect.stringContaining('cli-pack-')] })
})

test('a changed pack is not run', async () => {
  const cwd = await temporaryFolder('cli-pack-')
  const zip = await packFixture([GOOD], {})
  // A byte of the first file's packed data, right after its header and name.
  const at = 30 + zip.readUInt16LE(26) + zip.readUInt16LE(28) + 4
  zip[at] = (zip[at] ?? 0) ^ 1
  await writeFile(join(cwd, 'p.zip'), zip)
  const { code, out } = await sandmle(['pack', 'verify', 'p.zip', '--run', '--json'], { cwd, env })
  expect(code).toBe(1)
  expect(JSON.parse(out)).toMatchObject({ ok: false, runs: null })
  expect(JSON.parse(out).problems.length).toBeGreaterThan(0)
})

test('without a Python nothing is run, and the reason is told', async () => {
  const cwd = await temporaryFolder('cli-pack-')
  await writeFile(join(cwd, 'p.zip'), await packFixture([GOOD], {}))
  const { code, out, err } = await sandmle(['pack', 'verify', 'p.zip', '--run'], {
    cwd,
    env: { SANDMLE_PYTHON: '/absent/python' },
  })
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err).toContain('/absent/python')
})
