import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Actor, type Capability, can } from '#lib/domain/capabilities.ts'
import { isAppError } from '#lib/domain/errors.ts'
import { TOKEN_SCOPES, USER_ROLES } from '#lib/domain/vocabulary.ts'
import { advisedSystems } from '#lib/services/advisories/advised-systems.ts'
import { advisoriesOf } from '#lib/services/advisories/list-advisories.ts'
import type { WebContext } from '#lib/services/context.ts'
import { getVersionFile } from '#lib/services/environments/get-version-file.ts'
import { closeImport } from '#lib/services/imports/close-import.ts'
import { stageTrainingImport } from '#lib/services/imports/stage-training-import.ts'
import { storeImportedRun } from '#lib/services/imports/store-imported-run.ts'
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
const VERBS: [string, Capability, Call][] = [
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

describe.each(VERBS)('%s needs %s', (_name, capability, call) => {
  test.each(USER_ROLES)('as %s', async (role) => {
    const actor = await world.user(role)
    expect(await isForbidden(call, actor)).toBe(!can(actor, capability))
  })

  test.each(TOKEN_SCOPES)('with a token of scope %s, for every role', async (scope) => {
    for (const role of USER_ROLES) {
      const actor = await world.token(role, scope)
      expect(await isForbidden(call, actor), role).toBe(!can(actor, capability))
    }
  })
})

test('nobody but the set-up, not even an owner, needs more than the table says', () => {
  const agent: Actor = { kind: 'token', tokenId: id, userId: id, name: 'a', role: 'owner', scope: 'agent' }
  const trainer: Actor = { ...agent, scope: 'trainer' }
  expect(can(agent, 'environment.read-judge')).toBe(false)
  expect(can(trainer, 'environment.read-judge')).toBe(false)
  expect(can(agent, 'pack.download')).toBe(false)
  expect(can({ ...trainer, role: 'viewer' }, 'pack.download')).toBe(false)
})
