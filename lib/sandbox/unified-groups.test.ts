import { chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type GroupTree, ownTag } from '#lib/sandbox/group-tree.ts'
import { openUnified } from '#lib/sandbox/unified-groups.ts'

const ALL = 'cpu memory pids'
/** An ordinary user: the one who runs this, or one whom root gives folders. */
const isRoot = process.getuid?.() === 0
const USER = isRoot ? 61_234 : (process.getuid?.() ?? 0)
const STRANGER = USER + 1
const read = (path: string) => readFile(path, 'utf8').catch(() => '')

const made: string[] = []
afterEach(async () => {
  for (const dir of made.splice(0)) await rm(dir, { recursive: true })
})

/** A folder that behaves as the kernel's tree in what matters here: no group has both processes and controllers below. */
const tree: GroupTree = {
  write: async (path, value) => {
    const dir = dirname(path)
    if (basename(path) === 'cgroup.procs') {
      // Into this group, out of the one above.
      const above = join(dirname(dir), 'cgroup.procs')
      const left = (await read(above)).split('\n').filter((pid) => pid !== '' && pid !== value)
      await writeFile(above, left.join('\n'))
      return writeFile(path, `${value}\n`, { flag: 'a' })
    }
    if (basename(path) !== 'cgroup.subtree_control') return writeFile(path, value)
    if ((await read(join(dir, 'cgroup.procs'))) !== '') throw new Error('EBUSY')
    return writeFile(path, value.replaceAll('+', ''))
  },
  make: async (dir) => {
    if (!(await mkdir(dir, { recursive: true }))) return
    await writeFile(join(dir, 'cgroup.controllers'), await read(join(dirname(dir), 'cgroup.subtree_control')))
    await writeFile(join(dir, 'cgroup.procs'), '')
  },
  remove: async (dir) => {
    await rm(dir, { recursive: true })
    return true
  },
}

/** A mounted tree with one group in it, which may hold processes. */
async function mounted(controllers: string, processes = '11\n12\n') {
  const mount = await mkdtemp(join(tmpdir(), 'groups-'))
  made.push(mount)
  await writeFile(join(mount, 'cgroup.controllers'), ALL)
  await writeFile(join(mount, 'cgroup.subtree_control'), controllers)
  const group = join(mount, 'scope')
  await tree.make(group)
  await writeFile(join(group, 'cgroup.procs'), processes)
  if (isRoot) await chown(group, USER, USER)
  return { mount, group }
}

const groupsIn = async (dir: string) => (await readdir(dir)).filter((name) => name.startsWith('sandmle-'))
const open = (mount: string, own: string, uid: number, name = 'sandmle-1-1-a') =>
  openUnified(tree, { mount, own, uid }, name, 2)

test('a delegated group is divided after its processes moved into a leaf', async () => {
  const { mount, group } = await mounted(ALL)
  const found = await open(mount, '/scope', USER)
  const place = join(group, 'sandmle-1-1-a/place-1')
  expect(found).toMatchObject({ kind: 'kept', version: 2 })
  expect(found.kind === 'kept' && found.places[1]).toEqual({
    join: [join(place, 'cgroup.procs')],
    limit: join(place, 'memory.max'),
    stat: join(place, 'memory.stat'),
    events: join(place, 'memory.events'),
    usage: join(place, 'cpu.stat'),
  })
  expect(await read(join(group, 'cgroup.procs'))).toBe('')
  expect(await read(join(group, 'sandmle-others/cgroup.procs'))).toBe('11\n12\n')
  if (found.kind === 'kept') await found.remove()
  expect(await groupsIn(group)).toEqual(['sandmle-others'])
})

test('the next worker, in the leaf, divides the same group and sweeps what a killed one left', async () => {
  const { mount, group } = await mounted(ALL)
  await open(mount, '/scope', USER, 'sandmle-4194305-7-killed')
  const alive = `${await ownTag()}-alive`
  await open(mount, '/scope/sandmle-others', USER, alive)
  await open(mount, '/scope/sandmle-others', USER, 'sandmle-4194306-7-b')
  const names = [alive, 'sandmle-4194306-7-b', 'sandmle-others']
  expect((await groupsIn(group)).sort()).toEqual(names.sort())
  expect(await groupsIn(join(group, 'sandmle-others'))).toEqual([])
})

test('without delegation there are no groups, and nobody is moved', async () => {
  const { mount, group } = await mounted(ALL)
  const fix = expect.stringContaining('Delegate=yes')
  const reason = 'no control group of version 2 is delegated to this user'
  expect(await open(mount, '/scope', STRANGER)).toEqual({ kind: 'none', reason, fix })
  expect(await read(join(group, 'cgroup.procs'))).toBe('11\n12\n')
})

test('a controller that is not delegated is named, with what delegates it', async () => {
  const { mount } = await mounted('memory pids')
  const fix = expect.stringContaining('Delegate=memory pids cpu')
  expect(await open(mount, '/scope', USER)).toEqual({
    kind: 'none',
    reason: "this process's control group has no cpu",
    fix,
  })
})

test('root divides the tree itself, and moves nobody', async () => {
  const { mount, group } = await mounted('')
  expect(await open(mount, '/scope', 0)).toMatchObject({ kind: 'kept' })
  expect(await groupsIn(mount)).toEqual(['sandmle-1-1-a'])
  expect(await read(join(group, 'cgroup.procs'))).toBe('11\n12\n')
})

test("a container's root moves what runs in it into a leaf", async () => {
  const { mount } = await mounted('')
  await writeFile(join(mount, 'cgroup.type'), 'domain\n')
  await writeFile(join(mount, 'cgroup.procs'), '1\n9\n')
  expect(await open(mount, '/', 0)).toMatchObject({ kind: 'kept' })
  expect((await groupsIn(mount)).sort()).toEqual(['sandmle-1-1-a', 'sandmle-others'])
  expect(await read(join(mount, 'sandmle-others/cgroup.procs'))).toBe('1\n9\n')
})
