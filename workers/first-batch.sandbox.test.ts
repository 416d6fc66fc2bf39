import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Sandbox } from '#lib/domain/ports/sandbox.ts'
import { MODALITIES, TASK_TYPES } from '#lib/domain/vocabulary.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { strategise } from '#lib/pipeline/strategist.ts'
import { openSandbox } from '#lib/sandbox/open-sandbox.ts'
import { CANDIDATES, FIRST_SEEDS, RUN_SEED } from '#workers/first-batch.ts'
import { readCatalogue } from '#workers/maintenance/read-catalogue.ts'
import { readSeedFolder, SEEDS } from '#workers/seed-folder.fixture.ts'

let sandbox: Sandbox
let home = ''
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'first-batch-'))
  sandbox = await openSandbox({
    pythonDir: fileURLToPath(new URL('../python', import.meta.url)),
    interpreter: process.env.SANDMLE_PYTHON ?? '/usr/bin/python3',
    homeDir: home,
    pool: 1,
  })
})
afterAll(async () => {
  await sandbox.close()
  await rm(home, { recursive: true, force: true })
})

test('the first batch is planned for every modality and task type, and in no world twice', async () => {
  const catalogue = await readCatalogue(sandbox)
  const seeds = await Promise.all(FIRST_SEEDS.map((slug) => readSeedFolder(join(SEEDS, slug), slug)))
  const plans = Array.from({ length: CANDIDATES }, (_, ordinal) => {
    const seed = seeds[ordinal % seeds.length]
    if (seed === undefined) throw new Error('there is no seed')
    // Which kind of task a plan is, and in which world, does not depend on the secret.
    const secret = ordinal.toString(16).padStart(32, 'f')
    const situation = { runSeed: RUN_SEED, ordinal, likeness: 'varied' as const, secret, reasons: [] }
    return strategise(seed.dna, catalogue, DOMAINS, situation)
  })
  expect(new Set(plans.map(({ modality }) => modality))).toEqual(new Set(MODALITIES))
  expect(new Set(plans.map(({ task }) => task))).toEqual(new Set(TASK_TYPES))
  expect(new Set(plans.map(({ domain }) => domain.id)).size).toBe(CANDIDATES)
})
