import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Actor, type Capability, can } from '#lib/domain/capabilities.ts'
import { isAppError } from '#lib/domain/errors.ts'
import { TOKEN_SCOPES, USER_ROLES } from '#lib/domain/vocabulary.ts'
import { advisedSystems } from '#lib/services/advisories/advised-systems.ts'
import { advisoriesOf } from '#lib/services/advisories/list-advisories.ts'
import { listOffers } from '#lib/services/catalogue/list-offers.ts'
import type { WebContext } from '#lib/services/context.ts'
import { getVersionFile, openVersionFile } from '#lib/services/environments/get-version-file.ts'
import { closeImport } from '#lib/services/imports/close-import.ts'
import { stageTrainingImport } from '#lib/services/imports/stage-training-import.ts'
import { storeImportedRun } from '#lib/services/imports/store-imported-run.ts'
import { deleteArtefacts } from '#lib/services/mlflow/delete-artefacts.ts'
import { openArtefact } from '#lib/services/mlflow/open-artefact.ts'
import { storeArtefact } from '#lib/services/mlflow/store-artefact.ts'
import { openPack } from '#lib/services/packs/open-pack.ts'
import { exportResults } from '#lib/services/results/export-results.ts'
import { listLinks } from '#lib/services/results/list-links.ts'
import { resultsOfTraining } from '#lib/services/results/results-of-training.ts'
import { stageResultsImport } from '#lib/services/results/stage-results-import.ts'
import { storeReports } from '#lib/services/results/store-reports.ts'
import { exportSft } from '#lib/services/rollouts/export-sft.ts'
import { watchRun } from '#lib/services/runs/watch-run.ts'
import { failSeedUpload } from '#lib/services/seeds/fail-seed-upload.ts'
import { importSeeds } from '#lib/services/seeds/import-seeds.ts'
import { keepMeasurement } from '#lib/services/seeds/keep-measurement.ts'
import { openSeedFile } from '#lib/services/seeds/open-seed-file.ts'
import { openStatement } from '#lib/services/seeds/open-statement.ts'
import { readSeed } from '#lib/services/seeds/read-seed.fixture.ts'
import { seedTemplate } from '#lib/services/seeds/seed-format.ts'
import { stageSeedUpload } from '#lib/services/seeds/stage-seed-upload.ts'
import { openTestServices, type TestServices } from '#lib/services/services.fixture.ts'
import { createTrainingRun } from '#lib/services/training/create-training-run.ts'
import { exportCurves } from '#lib/services/training/export-curves.ts'
import { finishTrainingRun } from '#lib/services/training/finish-training-run.ts'
import { logMetrics } from '#lib/services/training/log-metrics.ts'
import { curvesTag, queryCurves } from '#lib/services/training/query-curves.ts'
import { setRunArchived } from '#lib/services/training/set-run-archived.ts'

let world: TestServices
beforeAll(async () => {
  world = await openTestServices()
})
afterAll(() => world.close())

const id = randomUUID()
type Call = (ctx: WebContext) => Promise<unknown>

/**
 * Verbs that no endpoint names, or only within a handler, with the right that they need; `app/api/rights.db.test.ts` holds
 * all others to what their endpoints declare. Inputs name things that do not exist: rights come first.
 */
const VERBS: [string, Capability | readonly Capability[], Call][] = [
  ['listOffers', ['run.start', 'environment.read-judge'], (ctx) => listOffers({ ctx })],
  ['openArtefact', 'training.read', (ctx) => openArtefact({ ctx, path: `${id}/a` })],
  [
    'storeArtefact',
    'training.log',
    (ctx) => storeArtefact({ ctx, path: `${id}/a`, content: Readable.from([]) }),
  ],
  ['deleteArtefacts', 'training.log', (ctx) => deleteArtefacts({ ctx, path: `${id}/a` })],
  [
    'openVersionFile',
    'environment.read',
    (ctx) => openVersionFile({ ctx, input: { id, path: 'agent/train.csv' } }),
  ],
  ['queryCurves', 'training.read', (ctx) => queryCurves({ ctx, input: { runs: id, metric: 'm' } })],
  ['curvesTag', 'training.read', (ctx) => curvesTag({ ctx, input: { runs: id, metric: 'm' } })],
  ['exportCurves', 'training.read', (ctx) => exportCurves({ ctx, input: { runs: id, metric: 'm' } })],
  ['openStatement', 'seed.read', (ctx) => openStatement({ ctx, input: { id } })],
  ['openSeedFile', 'seed.read', (ctx) => openSeedFile({ ctx, input: { id, path: 'train.csv' } })],
  ['seedTemplate', 'seed.read', (ctx) => seedTemplate({ ctx })],
  [
    'stageSeedUpload',
    'seed.import',
    (ctx) => stageSeedUpload({ ctx, input: { blob: 'a'.repeat(64), bytes: 1, filename: 'a.zip' } }),
  ],
  [
    'importSeeds',
    'seed.import',
    (ctx) => importSeeds({ ctx, input: { uploadId: id, seeds: [], refused: [], warnings: [] } }),
  ],
  [
    'keepMeasurement',
    'seed.import',
    (ctx) =>
      keepMeasurement({
        ctx,
        input: { uploadId: id, attempt: 1, read: readSeed('mine'), warnings: [] },
      }),
  ],
  ['failSeedUpload', 'seed.import', (ctx) => failSeedUpload({ ctx, input: { uploadId: id, error: 'x' } })],
  ['watchRun', 'run.read', (ctx) => watchRun({ ctx, input: { id }, sleep: async () => false }).next()],
  [
    'getVersionFile',
    'environment.read',
    (ctx) => getVersionFile({ ctx, input: { id, path: 'agent/train.csv' } }),
  ],
  ['openPack', 'pack.download', (ctx) => openPack({ ctx, input: { id } })],
  ['exportSft', 'rollout.read-evidence', (ctx) => exportSft({ ctx, input: { runId: id } })],
  ['advisoriesOf', 'advisory.read', (ctx) => advisoriesOf({ ctx, input: { packId: id } })],
  ['advisedSystems', 'advisory.read', (ctx) => advisedSystems({ ctx })],
  ['listLinks', 'results.import', (ctx) => listLinks({ ctx })],
  ['exportResults', 'results.read', (ctx) => exportResults({ ctx })],
  ['resultsOfTraining', 'results.read', (ctx) => resultsOfTraining({ ctx, input: { runIds: [id] } })],
  [
    'stageResultsImport',
    'results.import',
    (ctx) =>
      stageResultsImport({
        ctx,
        input: { systemId: id, filename: 'a.json', blob: 'a'.repeat(64), bytes: 1 },
      }),
  ],
  [
    'storeReports',
    'results.import',
    (ctx) => storeReports({ ctx, input: { systemId: id, importId: id, reports: [] } }),
  ],
  [
    'createTrainingRun',
    'training.log',
    (ctx) => createTrainingRun({ ctx, input: { experiment: 'e', name: 'r', source: 'mlflow' } }),
  ],
  ['logMetrics', 'training.log', (ctx) => logMetrics({ ctx, input: { runId: id, metrics: [] } })],
  [
    'finishTrainingRun',
    'training.log',
    (ctx) => finishTrainingRun({ ctx, input: { runId: id, status: 'failed' } }),
  ],
  ['setRunArchived', 'training.log', (ctx) => setRunArchived({ ctx, input: { runId: id, archived: true } })],
  [
    'stageTrainingImport',
    'training.import',
    (ctx) =>
      stageTrainingImport({ ctx, input: { blob: 'a'.repeat(64), bytes: 1, filename: 'f', packId: id } }),
  ],
  [
    'storeImportedRun',
    'training.import',
    (ctx) =>
      storeImportedRun({
        ctx,
        input: {
          importId: id,
          attempt: 1,
          options: { experiment: '', name: null, packId: null, x: null },
          format: 'csv',
          run: {
            name: '',
            identity: null,
            config: {},
            tags: {},
            startedAt: null,
            endedAt: null,
            segments: [],
          },
        },
      }),
  ],
  [
    'closeImport',
    'training.import',
    (ctx) => closeImport({ ctx, input: { importId: id, attempt: 1, outcome: { report: null, error: 'x' } } }),
  ],
]

async function isForbidden(call: Call, actor: Actor): Promise<boolean> {
  try {
    await call(world.as(actor))
  } catch (error) {
    return isAppError(error) && error.code === 'forbidden' && 'capability' in error.meta
  }
  return false
}

const mayAll = (actor: Actor, rights: Capability | readonly Capability[]): boolean =>
  [rights].flat().every((right) => can(actor, right))

describe.each(VERBS)('%s needs %s', (_name, rights, call) => {
  test.each(USER_ROLES)('as %s', async (role) => {
    const actor = await world.user(role)
    expect(await isForbidden(call, actor)).toBe(!mayAll(actor, rights))
  })

  test.each(TOKEN_SCOPES)('with a token of scope %s, for every role', async (scope) => {
    for (const role of USER_ROLES) {
      const actor = await world.token(role, scope)
      expect(await isForbidden(call, actor), role).toBe(!mayAll(actor, rights))
    }
  })
})

/** Texts of the TypeScript of a folder that is no test's. */
const sourcesOf = (folder: string): string[] =>
  readdirSync(join(import.meta.dirname, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /(?<!\.test|\.fixture)\.ts$/.test(path))
    .map((path) => readFileSync(join(import.meta.dirname, folder, path), 'utf8'))

test('each verb that asks for a right is bound to an endpoint, or listed above', () => {
  const verbs = sourcesOf('.')
    .filter((text) => text.includes('requireCapability(ctx'))
    .flatMap((text) => [...text.matchAll(/^export async function\*? (\w+)\(\{/gm)].map(([, name]) => name))
  expect(verbs.length).toBeGreaterThan(100)
  const bindings = sourcesOf('../http/api').join('\n')
  const isBound = (verb: string) =>
    new RegExp(`(?:\\w: |^ +|ofTrainingRun\\()${verb}\\b(?!\\()`, 'm').test(bindings)
  const listed = new Set(VERBS.map(([verb]) => verb))
  expect(verbs.filter((verb = '') => !isBound(verb) && !listed.has(verb))).toEqual([])
})

test('nobody but the set-up, not even an owner, needs more than the table says', () => {
  const agent: Actor = { kind: 'token', tokenId: id, userId: id, name: 'a', role: 'owner', scope: 'agent' }
  const trainer: Actor = { ...agent, scope: 'trainer' }
  expect(can(agent, 'environment.read-judge')).toBe(false)
  expect(can(trainer, 'environment.read-judge')).toBe(false)
  expect(can(agent, 'pack.download')).toBe(false)
  expect(can({ ...trainer, role: 'viewer' }, 'pack.download')).toBe(false)
})
