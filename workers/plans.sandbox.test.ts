import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Catalogue } from '#lib/domain/artefacts/catalogue.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import type { Sandbox } from '#lib/domain/ports/sandbox.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { develop } from '#lib/pipeline/roles/developer.ts'
import { strategise } from '#lib/pipeline/strategist.ts'
import { openSandbox } from '#lib/sandbox/open-sandbox.ts'
import { readCatalogue } from '#workers/maintenance/read-catalogue.ts'

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

/** Fewer than a plan asks for: a picture a row takes long to draw, and no program depends on how many there are. */
const ROWS = { test: 300, feedback: 100 }

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
