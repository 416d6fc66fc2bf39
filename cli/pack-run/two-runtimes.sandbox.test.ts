import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { packFixture, program, type Shipped } from '#cli/pack-run/pack.fixture.ts'
import { findPython, type Python } from '#cli/pack-run/python.ts'
import { sandmle } from '#cli/server.fixture.ts'
import { temporaryFolder } from '#cli/temporary-folder.fixture.ts'
import { RUNTIME } from '#lib/domain/runtime.ts'
import { madeRuntimes } from '#scripts/setup/engine-runtimes.mjs'

const runtimeAt = (path: string): Promise<Python | null> =>
  findPython({
    env: { SANDMLE_PYTHON: path },
    root: '/nowhere',
    cwd: '/',
    out: () => {},
    err: () => {},
  }).catch(() => null)

// Of this checkout, of the system, of whoever runs the tests, and those that the suites python-oldest, -middle and
// -newest have made: two that differ, each in the other's place.
const places = [
  process.env.SANDMLE_PYTHON ?? '',
  `${process.cwd()}/.venv/bin/python3`,
  '/usr/bin/python3',
  ...madeRuntimes(),
]
const found = (await Promise.all(places.filter(Boolean).map(runtimeAt))).filter((one) => one !== null)
const [one] = found
const other = found.find(({ runtimeHash }) => runtimeHash !== one?.runtimeHash)
const pairs =
  one && other
    ? ([
        [one, other],
        [other, one],
      ] as const)
    : []
test.runIf(pairs.length === 0)('there are two runtimes', ({ skip }) =>
  skip('not proven here: there is one only; "npm test -- python-oldest" makes another'),
)

const PROGRAM = 'judge/solutions/default__rule.py'
const NUMPY = (version: string) => /numpy (\d+)/.exec(version)?.[1] ?? '0'
/** Error 0 where numpy is the certificate's, else `off`: as a forest that another release grows otherwise. */
const shipped = (certified: Python, off: number): Shipped => ({
  name: 'rule',
  permitted: ['gold'],
  source: program(
    `2 * float(row["hours"]) + (0 if numpy.__version__.split(".")[0] == "${NUMPY(certified.runtime)}" else ${off})`,
    'import numpy',
  ),
})

async function verify(certified: Python, here: Python, off: number) {
  const cwd = await temporaryFolder('cli-pack-')
  const runtime = { versions: certified.runtime, program: RUNTIME.program }
  const over = { runtimeHash: certified.runtimeHash, runtime }
  await writeFile(`${cwd}/p.zip`, await packFixture([shipped(certified, off)], { [PROGRAM]: 0 }, over))
  const env = { SANDMLE_PYTHON: here.executable }
  const { code, out } = await sandmle(['pack', 'verify', 'p.zip', '--run', '--json'], { cwd, env })
  const told = await sandmle(['pack', 'verify', 'p.zip', '--run'], { cwd, env })
  return { code, run: JSON.parse(out).runs[0], runtimes: JSON.parse(out).runtimes, told: told.out }
}

test.each(pairs)('a pack made on $runtime verifies on it and on another', async (certified, here) => {
  const own = await verify(certified, certified, 0.5)
  expect(own).toMatchObject({ code: 0, run: { verdict: 'same', score: 0 } })
  expect(own.runtimes).toMatchObject([{ versions: certified.runtime, program: RUNTIME.program }])
  expect(own.told).toContain(`Certified on ${certified.runtime}.`)
  expect(await verify(certified, here, 0)).toMatchObject({ code: 0, run: { verdict: 'same', score: 0 } })
  expect(await verify(certified, here, 0.0005)).toMatchObject({
    code: 0,
    run: { verdict: 'close', score: 0.0005, certified: 0 },
  })
})

test.each(pairs)(
  'what $runtime certified and another one scores otherwise is not comparable',
  async (certified, here) => {
    const { code, run, told } = await verify(certified, here, 0.5)
    expect({ code, verdict: run.verdict, score: run.score }).toEqual({
      code: 0,
      verdict: NUMPY(certified.runtime) === NUMPY(here.runtime) ? 'same' : 'not-comparable',
      score: NUMPY(certified.runtime) === NUMPY(here.runtime) ? 0 : 0.5,
    })
    if (run.verdict === 'same') return
    for (const words of [certified.runtime, here.runtime]) expect(run.message).toContain(words)
    expect(told).toContain('1 cannot be compared')
    expect(told).toContain('0 of 1 solutions do what the pack says.')
  },
)
