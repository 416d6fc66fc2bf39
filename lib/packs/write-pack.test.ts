import { describe, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import type { Task } from '#lib/domain/artefacts/task.ts'
import { PACK_LAYOUTS } from '#lib/domain/version.ts'
import { chooseSplits, validationTarget } from '#lib/packs/choose-splits.ts'
import { sha256 } from '#lib/packs/digest.ts'
import { foldersOf, type PackRequest, planPack } from '#lib/packs/plan-pack.ts'
import { readArchive } from '#lib/packs/read-archive.ts'
import { packTaskFixture, taskFixture } from '#lib/packs/task.fixture.ts'
import { checkTask, checkViews } from '#lib/packs/task-format.ts'
import { verifyPack } from '#lib/packs/verify-pack.ts'
import { writePack } from '#lib/packs/write-pack.ts'

const blobs = new Map<string, Uint8Array>()
function request(
  layout: PackRequest['layout'],
  slugs: readonly string[],
  over: (slug: string) => Partial<Task> = () => ({}),
): PackRequest {
  const tasks = slugs.map((slug, at) => {
    const { entry, files } = packTaskFixture(slug, at === 0 ? 'validation' : 'train', over(slug))
    for (const content of files.values()) blobs.set(sha256(content), content)
    return entry
  })
  return { slug: 'first', version: 1, title: 'First pack', layout, tasks }
}
async function zipOf(one: PackRequest): Promise<Buffer> {
  const parts: Uint8Array[] = []
  const read = async (hash: string) => {
    const content = blobs.get(hash)
    if (content === undefined) throw new Error(`no blob ${hash}`)
    return content
  }
  for await (const part of writePack(planPack(one), read)) parts.push(part)
  return Buffer.concat(parts)
}
async function rezip(
  zip: Uint8Array,
  change: (path: string, content: Uint8Array) => Uint8Array | null,
): Promise<Buffer> {
  const out = new ZipFile()
  for (const file of (await readArchive(zip)).files) {
    const content = change(file.path, await file.read())
    if (content !== null) out.addBuffer(Buffer.from(content), file.path)
  }
  out.end()
  const parts: Buffer[] = []
  for await (const part of out.outputStream) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

describe.each(PACK_LAYOUTS)('a pack in the layout %s', (layout) => {
  test('has the same bytes whatever the order of its tasks and the time zone', async () => {
    const zone = process.env.TZ
    const first = await zipOf(request(layout, ['north', 'south', 'west']))
    process.env.TZ = 'Asia/Tokyo'
    const backwards = request(layout, ['north', 'south', 'west'])
    const second = await zipOf({ ...backwards, tasks: [...backwards.tasks].reverse() })
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
    expect(sha256(second)).toBe(sha256(first))
  })

  test('verifies, and says how many files it holds', async () => {
    const check = await verifyPack(await zipOf(request(layout, ['north', 'south'])))
    expect(check.problems).toEqual([])
    expect(check.index?.tasks).toHaveLength(2)
  })

  test('every changed, missing or added file is named', async () => {
    const zip = await zipOf(request(layout, ['north', 'south']))
    const paths = (await readArchive(zip)).files.map((file) => file.path)
    for (const path of paths) {
      const changed = await verifyPack(
        await rezip(zip, (one, content) =>
          one === path ? Buffer.concat([content, Buffer.from(' ')]) : content,
        ),
      )
      if (path !== 'SHA256SUMS') expect(changed.problems.map((one) => one.file)).toContain(path)
      expect(changed.problems, path).not.toEqual([])
      const missing = await verifyPack(await rezip(zip, (one, content) => (one === path ? null : content)))
      expect(missing.problems.map((one) => one.file)).toContain(path)
    }
    const out = await rezip(zip, (path, content) => (path === 'pack.json' ? content : content))
    expect((await verifyPack(out)).problems).toEqual([])
  })
})

test('the layout of the trainer keeps answers out of the public folder and lists the ids', async () => {
  const { files } = await readArchive(await zipOf(request('authors-open', ['north', 'south'])))
  const paths = files.map((file) => file.path)
  expect(paths).toContain('0-val-north/prepared/public/evaluator.py')
  expect(paths).toContain('0-val-north/prepared/private/answer.csv')
  expect(paths.filter((path) => /public\/(answer|oracle|generate)/.test(path))).toEqual([])
  const textOf = async (path: string) =>
    new TextDecoder().decode(await files.find((file) => file.path === path)?.read())
  expect(JSON.parse(await textOf('ok_competitions_sanity.json'))).toEqual(['0-val-north', '1-train-south'])
  expect(JSON.parse(await textOf('ok_competitions_sanity_random_64.json'))).toEqual(['0-val-north'])
  const readme = await textOf('README.md')
  expect(readme).toContain('Certified on runtime rrrrrrrrrrrr, whose versions were not recorded.')
  expect(readme).toMatch(/SANDMLE_OK_LIST_SAMPLED`\nat `ok_competitions_sanity_random_64\.json/)
  expect(readme).toMatch(
    /Set its validation size to 1: the line "val_size = 64" in examples\/deepresearch\/prepare_train_data\.py/,
  )
})

test('a pack names what its tasks were certified on, in index and README', async () => {
  const program = { wallS: 90, cpuS: 30, memoryMB: 2048, cores: 1 }
  const versions = 'python 3.11.2, numpy 2.4.6, x86_64'
  const named = { runtimeHash: 'a'.repeat(64), runtime: { versions, program } }
  const zip = await zipOf(
    request('sandmle-task', ['north', 'south', 'west'], (slug) => (slug === 'west' ? {} : named)),
  )
  const { index, problems } = await verifyPack(zip)
  expect(problems).toEqual([])
  expect(index?.runtimes).toEqual([
    { hash: 'a'.repeat(64), versions, program, tasks: 2 },
    { hash: 'r'.repeat(64), versions: null, program: null, tasks: 1 },
  ])
  const { files } = await readArchive(zip)
  const readme = new TextDecoder().decode(await files.find(({ path }) => path === 'README.md')?.read())
  expect(readme).toContain(
    'Certified on python 3.11.2, numpy 2.4.6, x86_64 (2 tasks). A program may use 30 s of processor time on one core, 90 s in all and 2,048 MB of memory.',
  )
  expect(readme).toContain('Certified on runtime rrrrrrrrrrrr, whose versions were not recorded (1 task).')
})

test('the first 64 ids by name are the validation tasks', () => {
  const tasks = Array.from({ length: 200 }, (_, n) => ({
    contentHash: sha256(String(n)),
    slug: `task-${n}`,
    seeds: [`s${n % 50}`],
    mechanisms: [`m${n % 50}`],
    modality: 'tabular',
  }))
  const { splits, disjoint } = chooseSplits(tasks, validationTarget(200, 'authors-open'))
  const ids = foldersOf(
    'authors-open',
    tasks.map((task) => ({ ...task, split: splits.get(task.contentHash) ?? 'train' })),
  )
  const named = [...ids].sort((a, b) => (a[1] < b[1] ? -1 : 1)).map(([task]) => task.split)
  expect(named.slice(0, 64)).toEqual(Array(64).fill('validation'))
  expect(named.slice(64)).toEqual(Array(136).fill('train'))
  expect(disjoint).toEqual({ seeds: true, mechanisms: true })
})

test('long names stay below 64 characters and apart', () => {
  const slug = `${'long-'.repeat(12)}a`
  const ids = [
    ...foldersOf('authors-open', [
      { slug, split: 'train' as const },
      { slug: `${slug}b`, split: 'train' as const },
    ]).values(),
  ]
  expect(new Set(ids).size).toBe(2)
  for (const id of ids) expect(id).toMatch(/^(?=.{1,63}$)[a-z0-9]+(-[a-z0-9]+)*$/)
})

test('entangled tasks are split all the same, and the pack says what does not hold', () => {
  const tasks = Array.from({ length: 10 }, (_, n) => ({
    contentHash: sha256(`e${n}`),
    seeds: ['one'],
    mechanisms: [`m${n}`],
    modality: 'tabular',
  }))
  const { splits, disjoint } = chooseSplits(tasks, 2)
  expect([...splits.values()].filter((split) => split === 'validation')).toHaveLength(2)
  expect(disjoint).toEqual({ seeds: false, mechanisms: true })
})

describe('checkTask', () => {
  const { files } = taskFixture('north')
  const manifest = taskFixture('north').manifest
  const all = new Map([
    ...files,
    ['MANIFEST.json', new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`)],
  ])
  const check = (map: Map<string, Uint8Array>) =>
    checkTask([...map.keys()], async (path) => map.get(path) ?? new Uint8Array())

  test('a whole task passes and has a content hash', async () => {
    const result = await check(all)
    expect(result.problems).toEqual([])
    expect(result.task?.slug).toBe('north')
    expect(result.contentHash).toMatch(/^[0-9a-f]{64}$/)
  })

  test('unknown keys of task.json, extra files and moved answers are found', async () => {
    const text = new TextDecoder().decode(all.get('task.json'))
    const keyed = new Map([...all, ['task.json', new TextEncoder().encode(text.replace('{', '{"clock":1,'))]])
    expect(
      (await check(keyed)).problems.some(
        (one) => one.file === 'task.json' && /clock|Unrecognized/.test(one.message),
      ),
    ).toBe(true)
    expect((await check(new Map([...all, ['agent/hint.txt', new Uint8Array()]]))).problems).toEqual([
      { file: 'agent/hint.txt', message: 'is not listed in MANIFEST.json' },
    ])
    expect(
      checkViews([{ path: 'judge/answer.csv', view: 'agent', bytes: 1, sha256: 'a'.repeat(64) }]),
    ).toHaveLength(1)
    const copies = [
      { path: 'agent/a.csv', view: 'agent' as const, bytes: 1, sha256: 'a'.repeat(64) },
      { path: 'judge/a.csv', view: 'judge' as const, bytes: 1, sha256: 'a'.repeat(64) },
    ]
    expect(checkViews(copies)[0]?.message).toContain('which agents see')
  })
})
