import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Catalogue } from '#lib/domain/artefacts/catalogue.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import { strayed } from '#lib/domain/likeness.ts'
import type { Sandbox } from '#lib/domain/ports/sandbox.ts'
import { archiveFile } from '#lib/packs/archive-file.fixture.ts'
import { readAllSeeds } from '#lib/packs/read-seeds.fixture.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { develop } from '#lib/pipeline/roles/developer.ts'
import { strategise } from '#lib/pipeline/strategist.ts'
import { openSandbox } from '#lib/sandbox/open-sandbox.ts'
import { readCatalogue } from '#workers/maintenance/read-catalogue.ts'
import { dnaOf } from '#workers/reading/seed-messages.ts'

const SEEDS = fileURLToPath(new URL('../seeds', import.meta.url))

let sandbox: Sandbox
let catalogue: Catalogue
let home = ''
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'plans-'))
  const pythonDir = fileURLToPath(new URL('../python', import.meta.url))
  sandbox = await openSandbox({
    pythonDir,
    interpreter: process.env.SANDMLE_PYTHON ?? '/usr/bin/python3',
    homeDir: home,
    pool: 2,
  })
  catalogue = await readCatalogue(sandbox)
})
afterAll(async () => {
  await sandbox.close()
  await rm(home, { recursive: true, force: true })
})

/** The bundled seeds as an upload is read. */
async function bundledSeeds() {
  const entries = await readdir(SEEDS, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  const files = await Promise.all(
    paths
      .map((path) => [relative(SEEDS, path), path] as const)
      .filter(([path]) => path.includes('/'))
      .map(async ([path, from]) => archiveFile(path, await readFile(from))),
  )
  return (await readAllSeeds(files, { allowEvalOverlap: false })).read
}

test('every bundled seed has faithful plans that keep its modality, task and metric', async () => {
  const seeds = await bundledSeeds()
  expect(seeds.length).toBeGreaterThanOrEqual(20)
  for (const read of seeds) {
    const dna = await dnaOf(read)
    for (let ordinal = 0; ordinal < 8; ordinal++) {
      const situation = { likeness: 'faithful', runSeed: 11, ordinal, secret: 'ab'.repeat(16) } as const
      const plan = strategise(dna, catalogue, DOMAINS, { ...situation, reasons: [] })
      expect(strayed(dna, plan), read.seed.slug).toEqual([])
    }
  }
})

/** Fewer than a plan asks for: a picture a row takes long to draw, and no program depends on how many there are. */
const ROWS = { test: 100, feedback: 30 }

/** A plan of the strategist that uses each mechanism of the engine in each task that it supports. */
function plans(): Spec[] {
  return catalogue.mechanisms.flatMap((meta) =>
    meta.tasks.map((task, ordinal) => {
      const alone = { ...catalogue, mechanisms: [meta] }
      const dna = makeDna({ modality: meta.modality, task, metric: 'auc', missingRate: 0.1 })
      const secret = 'c0ffee'.padEnd(32, '0')
      const plan = strategise(dna, alone, DOMAINS, {
        likeness: 'varied',
        runSeed: 11,
        ordinal,
        secret,
        reasons: [],
      })
      return { ...plan, rows: { ...plan.rows, ...ROWS } }
    }),
  )
}

test('the engine composes and generates every plan that the strategist makes', async () => {
  const failed: string[] = []
  for (const spec of plans()) {
    const built = await develop({ sandbox }, spec)
    const name = `${spec.mechanisms[0]?.id} ${spec.task} ${spec.metric}`
    if (built.kind === 'refused') failed.push(`${name}: ${built.reason}: ${built.message}`)
    else
      expect(Object.keys(built.files)).toEqual(
        expect.arrayContaining(['agent/train.csv', 'judge/answer.csv', 'judge/solutions.json']),
      )
  }
  expect(failed).toEqual([])
}, 600_000)
