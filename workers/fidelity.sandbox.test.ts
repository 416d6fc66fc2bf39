import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Catalogue } from '#lib/domain/artefacts/catalogue.ts'
import { type Fidelity, measureFidelity } from '#lib/domain/fidelity/measure.ts'
import { fidelityMeasurements } from '#lib/domain/fidelity/measurements.ts'
import { judgeMeasurements } from '#lib/domain/gate-policy.ts'
import type { Likeness } from '#lib/domain/likeness.ts'
import type { Sandbox } from '#lib/domain/ports/sandbox.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { extractTaskDna } from '#lib/pipeline/extract-task.ts'
import { develop } from '#lib/pipeline/roles/developer.ts'
import { strategise } from '#lib/pipeline/strategist.ts'
import { openSandbox } from '#lib/sandbox/open-sandbox.ts'
import { readCatalogue } from '#workers/maintenance/read-catalogue.ts'
import { BUNDLED, readSeedFolder, SEEDS } from '#workers/seed-folder.fixture.ts'

const demandFidelity = (...of: Parameters<typeof fidelityMeasurements>) =>
  judgeMeasurements('fidelity', fidelityMeasurements(...of)).checks

let sandbox: Sandbox
let catalogue: Catalogue
let home = ''
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'fidelity-'))
  sandbox = await openSandbox({
    pythonDir: fileURLToPath(new URL('../python', import.meta.url)),
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

/** Of what the engine makes of a seed: planned, composed and generated, but neither measured by solvers nor judged. */
async function fidelityOf(slug: string, likeness: Likeness): Promise<Fidelity> {
  const { dna } = await readSeedFolder(join(SEEDS, slug), slug)
  const situation = { likeness, runSeed: 3, ordinal: 0, secret: 'ab'.repeat(16), reasons: [] }
  const spec = strategise(dna, catalogue, DOMAINS, situation)
  const built = await develop({ sandbox }, spec)
  if (built.kind === 'refused') throw new Error(`${slug}: ${built.message}`)
  const { modality, task, metric, target } = spec
  const made = await extractTaskDna(
    { modality, task, metric, target: target.name, idColumn: 'id' },
    built.files,
  )
  const fidelity = measureFidelity(dna, made)
  if (fidelity === null) throw new Error(`${slug} was not measured`)
  return fidelity
}

const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length
const faithful: number[] = []

describe('what the engine makes of the bundled seeds', () => {
  test.each(BUNDLED)('passes gate 13 of a faithful run: %s', async (slug) => {
    const fidelity = await fidelityOf(slug, 'faithful')
    faithful.push(fidelity.overall)
    const lost = demandFidelity(fidelity, 'faithful').filter(({ passed }) => !passed)
    expect(lost.map(({ message }) => message)).toEqual([])
  })

  test('keeps more than eight tenths of their structure on average', () => {
    expect(faithful).toHaveLength(BUNDLED.length)
    expect(mean(faithful)).toBeGreaterThanOrEqual(0.8)
  })

  test.each(['penguin-mass', 'tiny-digits', 'route-traffic'])(
    'leaves most of it in a far run, and passes as that: %s',
    async (slug) => {
      const fidelity = await fidelityOf(slug, 'far')
      expect(fidelity.overall).toBeLessThan(0.5)
      expect(demandFidelity(fidelity, 'far').every(({ passed }) => passed)).toBe(true)
    },
  )
})
