import { execFile } from 'node:child_process'
import { chmod, chown, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ProbeResult } from '#lib/domain/ports/sandbox.ts'
import { type Bait, plantBait } from '#lib/sandbox/bait.ts'
import { bareEnvironment } from '#lib/sandbox/bare-environment.ts'
import { coldBackend } from '#lib/sandbox/cold-backend.ts'
import { chooseIdentity, dropPrefix, placeUid } from '#lib/sandbox/identity.ts'
import { inspectInterpreter } from '#lib/sandbox/interpreter.ts'
import { probeCell } from '#lib/sandbox/probe-cell.ts'
import { isReachable } from '#lib/sandbox/readable.ts'
import type { Site } from '#lib/sandbox/site.ts'
import { stageRuntime } from '#lib/sandbox/stage-runtime.ts'
import { TOOL_PATH } from '#lib/sandbox/tunables.ts'

const run = promisify(execFile)
const PYTHON = process.env.SANDMLE_PYTHON ?? '/usr/bin/python3'

let site: Site
let releaseUids: () => void
let planted: { bait: Bait; remove: () => Promise<void> }
beforeAll(async () => {
  const interpreter = await inspectInterpreter(PYTHON)
  const { identity, release } = await chooseIdentity('probes-test', interpreter.executable, 'python')
  releaseUids = release
  site = { interpreter, identity, runtime: await stageRuntime('python', interpreter, identity) }
  planted = await plantBait(site)
})
afterAll(async () => {
  await planted.remove()
  await site.runtime.remove()
  releaseUids()
})

const failed = (probes: ProbeResult[]) => probes.filter(({ passed }) => !passed).map(({ name }) => name)

test('a hole of one folder is found', { timeout: 60_000 }, async () => {
  const folder = join(planted.bait.files[0] ?? '', '..')
  const hole = { source: folder, target: folder, optional: false }
  const leaky = { ...site, runtime: { ...site.runtime, binds: [...site.runtime.binds, hole] } }
  const backend = (where: Site) => coldBackend(where, [{ uid: placeUid(site.identity, 0), budget: null }], [])
  const names = failed(await probeCell(backend(leaky), planted.bait))
  expect(names).toEqual(expect.arrayContaining(['planted-answers', 'home-folders']))
  expect(failed(await probeCell(backend(site), planted.bait))).toEqual([])
})

test('without walls the battery says so', { timeout: 60_000 }, async () => {
  const place = await mkdtemp(join(tmpdir(), 'no-walls-'))
  try {
    await cp('python/sandmle', join(place, 'sandmle'), { recursive: true })
    await writeFile(join(place, 'bait.json'), JSON.stringify({ ...planted.bait, processes: 4 }))
    await chmod(place, 0o755)
    if (site.identity.dropsRoot) await chown(place, site.identity.uid, site.identity.gid)
    // The battery needs the standard library only; a private interpreter is of no use to another user.
    const python = (await isReachable(PYTHON)) ? PYTHON : '/usr/bin/python3'
    const drop = dropPrefix(site.identity)
    // The bound on file sizes keeps the disk probe small out here.
    const [command = '', ...args] = [
      ...drop,
      'prlimit',
      '--fsize=2000000',
      python,
      '-m',
      'sandmle.sandbox.probes',
    ]
    const env = bareEnvironment({ PATH: TOOL_PATH, PROBE_SECRET: planted.bait.secret })
    await run(command, args, { cwd: place, env })
    const report = JSON.parse(await readFile(join(place, 'probes.json'), 'utf8')) as ProbeResult[]
    const open = [
      'tcp-loopback',
      'udp',
      'unix-socket-abstract',
      'rights',
      'environment',
      'process-tree',
      'lock-of-the-runtime',
      'name-for-a-pair',
      'child-of-our-parent',
    ]
    expect(failed(report)).toEqual(
      expect.arrayContaining([...open, 'process-limit', 'call-unshare', 'devices']),
    )
  } finally {
    await rm(place, { recursive: true, force: true })
  }
})

test.runIf(process.getuid?.() === 0)('two sandboxes of one home never share uids', async () => {
  const executable = site.interpreter.executable
  const firstUid = async () => {
    const { identity, release } = await chooseIdentity('probes-test', executable, 'python')
    return { uid: identity.range?.first, release }
  }
  const [one, other] = [await firstUid(), await firstUid()]
  expect(new Set([site.identity.range?.first, one.uid, other.uid]).size).toBe(3)
  one.release()
  const again = await firstUid()
  expect(again.uid).toBe(one.uid)
  other.release()
  again.release()
})
