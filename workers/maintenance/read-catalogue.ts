import { Catalogue } from '#lib/domain/artefacts/catalogue.ts'
import type { Sandbox } from '#lib/domain/ports/sandbox.ts'
import { METRICS } from '#lib/domain/vocabulary.ts'
import { failureOf, runJob } from '#lib/pipeline/run-job.ts'

/** Asks the engine, inside the sandbox, what it can do. Throws with the engine's own words when it cannot say. */
export async function readCatalogue(sandbox: Sandbox): Promise<Catalogue> {
  const result = await runJob(
    { sandbox },
    {
      id: 'catalogue',
      role: 'engine',
      program: { kind: 'module', name: 'sandmle.catalogue' },
      files: {},
      collect: [],
      limits: { wallMs: 60_000, outputKB: 512 },
    },
  )
  if (result.status !== 'ok') throw new Error(`The engine has no catalogue: ${failureOf(result)}`)
  const { metrics, ...catalogue } = Catalogue.parse(JSON.parse(result.stdout))
  // In the order of the product, by which plans count on from a seed's metric.
  return { ...catalogue, metrics: METRICS.filter((metric) => metrics.includes(metric)) }
}
