import { readdirSync, statSync } from 'node:fs'
import { hostname, userInfo } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SandboxBackendName } from '#lib/domain/ports/sandbox.ts'
import { Cage } from '#lib/sandbox/cage.fixture.ts'
import { hostile, hostileJob, rowOf, rowsJob, runsHere } from '#lib/sandbox/hostile.fixture.ts'
import { READ_ALL, type Section, sections } from '#lib/sandbox/hostile-disclosure.fixture.ts'
import { callsWith, NUMBERS, REFUSED_CALLS, TABLES } from '#lib/sandbox/hostile-kernel.fixture.ts'
import { ALLOWED_CALLS } from '#lib/sandbox/system-calls.fixture.ts'

/** Files in which a bare number is the id of a process or a user. */
const NUMBERS_ARE_IDS =
  /(uid_map|gid_map|status|mountinfo|mounts|mountstats|cgroup|loginuid|sessionid|peers|passwd|group)$/

const mentions = (found: Section[], pattern: RegExp): string[] =>
  found.flatMap(({ path, text }) =>
    text
      .split('\n')
      .filter((line) => pattern.test(line))
      .map((line) => `${path}: ${line.slice(0, 160)}`),
  )

const literally = (text: string) => new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
const asNumber = (value: number) => new RegExp(`(?<![\\d.])${value}(?![\\d.])`)

describe.each<SandboxBackendName>(['warm', 'cold'])('%s cells', (backend) => {
  const cage = new Cage(backend, 1, 'kernel')
  afterAll(() => cage.close())

  test.each(TABLES.filter(runsHere(backend)))('$name', { timeout: 60_000 }, async (attack) => {
    await cage.hold(attack)
  })

  test.runIf(process.arch === 'x64').each([0, -1, 1])(
    'K2 only known system calls answer, words of %d',
    { timeout: 120_000 },
    async (word) => {
      const { stdout } = await cage.hold(callsWith(word))
      const answered: number[] = JSON.parse(/^ANSWERED (.*)$/m.exec(stdout)?.[1] ?? '[]')
      expect(answered.length).toBeGreaterThan(50)
      expect(answered.filter((number) => !ALLOWED_CALLS.has(number))).toEqual([])
    },
  )

  test.each(NUMBERS.filter(runsHere(backend)))('$name', { timeout: 60_000 }, async (attack) => {
    await cage.hold(attack)
  })

  describe.runIf(process.arch === 'x64')('K5 calls that nobody needs', () => {
    let stdout = ''
    beforeAll(async () => {
      stdout = (await cage.run(hostileJob(rowsJob('calls', REFUSED_CALLS)))).stdout
    }, 90_000)
    test.each(REFUSED_CALLS.map(({ name }, index) => ({ name, index })))('$name', ({ index }) =>
      expect(rowOf(stdout, index)).toMatch(/^blocked/),
    )
  })

  describe('X13 nothing tells of the machine', () => {
    let found: Section[] = []
    let staging = ''
    let uid = -1
    beforeAll(async () => {
      const sandbox = await cage.sandbox()
      staging = sandbox.staging ?? ''
      uid = Math.max(...readdirSync(staging).map((name) => statSync(join(staging, name)).uid))
      const job = hostileJob(hostile('read all', READ_ALL, { limits: { outputKB: 4_096, wallMs: 20_000 } }))
      const result = await sandbox.run(job)
      expect(result).toMatchObject({ status: 'ok', stderr: '' })
      found = sections(result.stdout)
    }, 60_000)

    test('much was read', () => {
      expect(found.length).toBeGreaterThan(30)
      expect(found.at(-1)?.path).toBe('end')
    })
    test('the staging folder', () => expect(mentions(found, literally(basename(staging)))).toEqual([]))
    test('the folder of temporary files', () =>
      expect(mentions(found, /\/sandmle-\d+-|sandmle-[0-9a-f]{32}/)).toEqual([]))
    test('the home and the checkout', () => {
      expect(mentions(found, literally(cage.home))).toEqual([])
      expect(mentions(found, literally(process.cwd()))).toEqual([])
    })
    test('the name of the product in a path of the machine', () =>
      expect(
        mentions(
          found.filter(({ path }) => /mount/.test(path)),
          /sandmle[^/ ]*\/(host|package|control|etc|interpreter)/,
        ),
      ).toEqual([]))
    test('the process of the worker', () =>
      expect(
        mentions(
          found.filter(({ path }) => NUMBERS_ARE_IDS.test(path)),
          asNumber(process.pid),
        ),
      ).toEqual([]))
    // An ordinary user has no other id to mount with, and the kernel writes it beside every tmpfs.
    test.runIf(process.getuid?.() === 0)('the user id outside', () => {
      expect(
        mentions(
          found.filter(({ path }) => NUMBERS_ARE_IDS.test(path)),
          asNumber(uid),
        ),
      ).toEqual([])
    })
    test('the name of the machine', () => {
      const own = found.filter(({ path }) => /hostname$|^uname$|^names$/.test(path))
      expect(mentions(own, new RegExp(`^${hostname()}$`))).toEqual([])
    })
    const { username } = userInfo()
    // The home of root lies outside /home.
    test.skipIf(username === 'root')('the account of the worker', () => {
      expect(mentions(found, new RegExp(`/home/${username}\\b`))).toEqual([])
    })
    test('the group of processes', () => {
      const groups = found
        .filter(({ path }) => path === '/proc/self/cgroup')
        .flatMap(({ text }) => text.trim().split('\n'))
      expect(groups.filter((line) => line !== '' && !/^\d+:[^:]*:\/$/.test(line))).toEqual([])
    })
    test('the machine by its identity', () =>
      expect(found.filter(({ path }) => /machine-id|boot_id$/.test(path)).map(({ path }) => path)).toEqual(
        [],
      ))
    test('keys, modules, symbols, the command line of the kernel', () =>
      expect(
        found
          .map(({ path }) => path)
          .filter((path) =>
            /^\/proc\/(keys|key-users|modules|cmdline|config.gz|iomem|ioports|timer_list|sched_debug|locks|swaps|partitions|diskstats|interrupts|vmallocinfo|mtrr)$/.test(
              path,
            ),
          ),
      ).toEqual([]))
    test('settings of the kernel', () =>
      expect(found.map(({ path }) => path).filter((path) => path.startsWith('/proc/sys/kernel/'))).toEqual(
        [],
      ))
    test('process 1', () =>
      expect(
        found
          .map(({ path }) => path)
          .filter((path) =>
            /^\/proc\/1\/(environ|cmdline|maps|mountinfo|mounts|cgroup|exe|cwd|root)$/.test(path),
          ),
      ).toEqual([]))
  })
})
