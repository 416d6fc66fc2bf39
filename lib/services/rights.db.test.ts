import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Actor, type Capability, can } from '#lib/domain/capabilities.ts'
import { isAppError } from '#lib/domain/errors.ts'
import { TOKEN_SCOPES, USER_ROLES } from '#lib/domain/vocabulary.ts'
import { advisedSystems } from '#lib/services/advisories/advised-systems.ts'
import { issueAdvisory } from '#lib/services/advisories/issue-advisory.ts'
import { advisoriesOf, listAdvisories } from '#lib/services/advisories/list-advisories.ts'
import { listAudit } from '#lib/services/audit/list-audit.ts'
import { getCatalogue } from '#lib/services/catalogue/get-catalogue.ts'
import { checkConnection } from '#lib/services/connections/check-connection.ts'
import { createConnection } from '#lib/services/connections/create-connection.ts'
import { disableConnection } from '#lib/services/connections/disable-connection.ts'
import { listConnections } from '#lib/services/connections/list-connections.ts'
import { updateConnection } from '#lib/services/connections/update-connection.ts'
import type { WebContext } from '#lib/services/context.ts'
import { getCertification } from '#lib/services/environments/get-certification.ts'
import { getEnvironment } from '#lib/services/environments/get-environment.ts'
import { getTable } from '#lib/services/environments/get-table.ts'
import { getTrial } from '#lib/services/environments/get-trial.ts'
import { getVersionFile } from '#lib/services/environments/get-version-file.ts'
import { listEnvironments } from '#lib/services/environments/list-environments.ts'
import { openRollout } from '#lib/services/environments/open-rollout.ts'
import { requestCertificate } from '#lib/services/environments/request-certificate.ts'
import { requestScore } from '#lib/services/environments/request-score.ts'
import { retireVersion } from '#lib/services/environments/retire-version.ts'
import { submitForReview } from '#lib/services/environments/submit-for-review.ts'
import { getExchange } from '#lib/services/exchanges/get-exchange.ts'
import { listExchanges } from '#lib/services/exchanges/list-exchanges.ts'
import { closeImport } from '#lib/services/imports/close-import.ts'
import { getTrainingImport } from '#lib/services/imports/get-training-import.ts'
import { listTrainingImports } from '#lib/services/imports/list-training-imports.ts'
import { stageTrainingImport } from '#lib/services/imports/stage-training-import.ts'
import { storeImportedRun } from '#lib/services/imports/store-imported-run.ts'
import { getRunLineage } from '#lib/services/lineage/get-run-lineage.ts'
import { getSeedLineage } from '#lib/services/lineage/get-seed-lineage.ts'
import { listNotices } from '#lib/services/notices/list-notices.ts'
import { readNotice } from '#lib/services/notices/read-notice.ts'
import { getOverview } from '#lib/services/overview/get-overview.ts'
import { getPack } from '#lib/services/packs/get-pack.ts'
import { listPacks } from '#lib/services/packs/list-packs.ts'
import { openPack } from '#lib/services/packs/open-pack.ts'
import { requestPack } from '#lib/services/packs/request-pack.ts'
import { withdrawPack } from '#lib/services/packs/withdraw-pack.ts'
import { changeRole } from '#lib/services/people/change-role.ts'
import { createInvite } from '#lib/services/people/create-invite.ts'
import { createToken } from '#lib/services/people/create-token.ts'
import { listPeople } from '#lib/services/people/list-people.ts'
import { revokeInvite } from '#lib/services/people/revoke-invite.ts'
import { revokeToken } from '#lib/services/people/revoke-token.ts'
import { adjudicate } from '#lib/services/results/adjudicate.ts'
import { createSystem } from '#lib/services/results/create-system.ts'
import { exportResults } from '#lib/services/results/export-results.ts'
import { getResultsImport } from '#lib/services/results/get-results-import.ts'
import { getSystem } from '#lib/services/results/get-system.ts'
import { listLedger } from '#lib/services/results/list-ledger.ts'
import { listLinks } from '#lib/services/results/list-links.ts'
import { listResults } from '#lib/services/results/list-results.ts'
import { resultsOfTraining } from '#lib/services/results/results-of-training.ts'
import { stageResultsImport } from '#lib/services/results/stage-results-import.ts'
import { storeReports } from '#lib/services/results/store-reports.ts'
import { updateSystem } from '#lib/services/results/update-system.ts'
import { getReviewItem } from '#lib/services/reviews/get-review-item.ts'
import { listQueue } from '#lib/services/reviews/list-queue.ts'
import { submitReview } from '#lib/services/reviews/submit-review.ts'
import { withdrawReview } from '#lib/services/reviews/withdraw-review.ts'
import { diffVersions } from '#lib/services/revisions/diff-versions.ts'
import { getRevision } from '#lib/services/revisions/get-revision.ts'
import { putVersionFile } from '#lib/services/revisions/put-version-file.ts'
import { requestRevision } from '#lib/services/revisions/request-revision.ts'
import { environmentTraining } from '#lib/services/rollouts/environment-training.ts'
import { exportSft } from '#lib/services/rollouts/export-sft.ts'
import { getRollout } from '#lib/services/rollouts/get-rollout.ts'
import { getRolloutEvidence } from '#lib/services/rollouts/get-rollout-evidence.ts'
import { listRollouts } from '#lib/services/rollouts/list-rollouts.ts'
import { recordRollouts } from '#lib/services/rollouts/record-rollouts.ts'
import { rewardParts } from '#lib/services/rollouts/reward-parts.ts'
import { stepEnvironments } from '#lib/services/rollouts/step-environments.ts'
import { trainingEnvironments } from '#lib/services/rollouts/training-environments.ts'
import { rolloutRecord } from '#lib/services/rollouts/training-run.fixture.ts'
import { cancelRun } from '#lib/services/runs/cancel-run.ts'
import { forecastRun } from '#lib/services/runs/forecast-run.ts'
import { getRun } from '#lib/services/runs/get-run.ts'
import { listRunEvents } from '#lib/services/runs/list-run-events.ts'
import { listRuns } from '#lib/services/runs/list-runs.ts'
import { retryFailed } from '#lib/services/runs/retry-failed.ts'
import { startRun } from '#lib/services/runs/start-run.ts'
import { watchRun } from '#lib/services/runs/watch-run.ts'
import { archiveSeed } from '#lib/services/seeds/archive-seed.ts'
import { failSeedUpload } from '#lib/services/seeds/fail-seed-upload.ts'
import { getSeed } from '#lib/services/seeds/get-seed.ts'
import { getSeedUpload } from '#lib/services/seeds/get-seed-upload.ts'
import { importSeeds } from '#lib/services/seeds/import-seeds.ts'
import { keepMeasurement } from '#lib/services/seeds/keep-measurement.ts'
import { listSeeds } from '#lib/services/seeds/list-seeds.ts'
import { measureSeed } from '#lib/services/seeds/measure-seed.ts'
import { openSeedFile } from '#lib/services/seeds/open-seed-file.ts'
import { openStatement } from '#lib/services/seeds/open-statement.ts'
import { renameSeed } from '#lib/services/seeds/rename-seed.ts'
import { restoreSeed } from '#lib/services/seeds/restore-seed.ts'
import { seedSchema, seedTemplate } from '#lib/services/seeds/seed-format.ts'
import { stageSeedUpload } from '#lib/services/seeds/stage-seed-upload.ts'
import { openTestServices, type TestServices } from '#lib/services/services.fixture.ts'
import { cancelSmokeRun } from '#lib/services/smoke/cancel-smoke-run.ts'
import { getSmokeRun } from '#lib/services/smoke/get-smoke-run.ts'
import { listSmokeRuns } from '#lib/services/smoke/list-smoke-runs.ts'
import { startSmokeRun } from '#lib/services/smoke/start-smoke-run.ts'
import { editArtefact } from '#lib/services/steering/edit-artefact.ts'
import { getArtefact } from '#lib/services/steering/get-artefact.ts'
import { getOutputFile } from '#lib/services/steering/get-output-file.ts'
import { listArtefacts } from '#lib/services/steering/list-artefacts.ts'
import { listOutputs } from '#lib/services/steering/list-outputs.ts'
import { resumeCandidates } from '#lib/services/steering/resume-candidates.ts'
import { createTrainingRun } from '#lib/services/training/create-training-run.ts'
import { editExperiment } from '#lib/services/training/edit-experiment.ts'
import { editTrainingRun } from '#lib/services/training/edit-training-run.ts'
import { exportCurves } from '#lib/services/training/export-curves.ts'
import { finishTrainingRun } from '#lib/services/training/finish-training-run.ts'
import { getTrainingRun } from '#lib/services/training/get-training-run.ts'
import { listTrainingRuns } from '#lib/services/training/list-training-runs.ts'
import { logMetrics } from '#lib/services/training/log-metrics.ts'
import { curvesTag, queryCurves } from '#lib/services/training/query-curves.ts'
import { setRunArchived } from '#lib/services/training/set-run-archived.ts'
import { deleteView } from '#lib/services/views/delete-view.ts'
import { getView } from '#lib/services/views/get-view.ts'
import { listViews } from '#lib/services/views/list-views.ts'
import { saveView } from '#lib/services/views/save-view.ts'

let world: TestServices
beforeAll(async () => {
  world = await openTestServices()
})
afterAll(() => world.close())

const id = randomUUID()
type Call = (ctx: WebContext) => Promise<unknown>

/** Every verb with the right that it needs. Inputs name things that do not exist: rights come first. */
const VERBS: [string, Capability, Call][] = [
  ['listTrainingRuns', 'training.read', (ctx) => listTrainingRuns({ ctx })],
  ['getTrainingRun', 'training.read', (ctx) => getTrainingRun({ ctx, input: { id } })],
  ['editTrainingRun', 'training.log', (ctx) => editTrainingRun({ ctx, input: { id, name: 'x' } })],
  ['queryCurves', 'training.read', (ctx) => queryCurves({ ctx, input: { runs: id, metric: 'm' } })],
  ['curvesTag', 'training.read', (ctx) => curvesTag({ ctx, input: { runs: id, metric: 'm' } })],
  ['exportCurves', 'training.read', (ctx) => exportCurves({ ctx, input: { runs: id, metric: 'm' } })],
  ['listViews', 'view.save', (ctx) => listViews({ ctx })],
  ['getView', 'view.save', (ctx) => getView({ ctx, input: { viewId: 'abcdefgh' } })],
  ['saveView', 'view.save', (ctx) => saveView({ ctx, input: { page: 'training', name: 'v', query: '' } })],
  ['deleteView', 'view.save', (ctx) => deleteView({ ctx, input: { viewId: 'abcdefgh' } })],
  ['listPeople', 'people.list', (ctx) => listPeople({ ctx })],
  ['createInvite', 'people.invite', (ctx) => createInvite({ ctx, input: { role: 'viewer' } })],
  [
    'changeRole',
    'people.change-role',
    (ctx) => changeRole({ ctx, input: { userId: 'nobody', role: 'viewer' } }),
  ],
  ['createToken', 'token.create', (ctx) => createToken({ ctx, input: { name: 't', scope: 'agent' } })],
  ['revokeInvite', 'people.invite', (ctx) => revokeInvite({ ctx, input: { inviteId: id } })],
  ['revokeToken', 'token.revoke', (ctx) => revokeToken({ ctx, input: { tokenId: id } })],
  ['listSeeds', 'seed.read', (ctx) => listSeeds({ ctx })],
  ['openStatement', 'seed.read', (ctx) => openStatement({ ctx, input: { id } })],
  ['openSeedFile', 'seed.read', (ctx) => openSeedFile({ ctx, input: { id, path: 'train.csv' } })],
  ['archiveSeed', 'seed.edit', (ctx) => archiveSeed({ ctx, input: { id } })],
  ['measureSeed', 'seed.edit', (ctx) => measureSeed({ ctx, input: { id } })],
  ['renameSeed', 'seed.edit', (ctx) => renameSeed({ ctx, input: { id, title: 'A title' } })],
  ['restoreSeed', 'seed.edit', (ctx) => restoreSeed({ ctx, input: { id } })],
  ['seedSchema', 'seed.read', (ctx) => seedSchema({ ctx })],
  ['seedTemplate', 'seed.read', (ctx) => seedTemplate({ ctx })],
  ['getSeed', 'seed.read', (ctx) => getSeed({ ctx, input: { id } })],
  ['getSeedUpload', 'seed.read', (ctx) => getSeedUpload({ ctx, input: { id } })],
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
        // Refused before any of it is looked at.
        input: { uploadId: id, attempt: 1, read: {} as never, warnings: [] },
      }),
  ],
  ['failSeedUpload', 'seed.import', (ctx) => failSeedUpload({ ctx, input: { uploadId: id, error: 'x' } })],
  ['getSeedLineage', 'seed.read', (ctx) => getSeedLineage({ ctx, input: { id } })],
  ['getRunLineage', 'run.read', (ctx) => getRunLineage({ ctx, input: { id } })],
  ['listRuns', 'run.read', (ctx) => listRuns({ ctx })],
  ['getRun', 'run.read', (ctx) => getRun({ ctx, input: { id } })],
  ['listRunEvents', 'run.read', (ctx) => listRunEvents({ ctx, input: { id } })],
  ['watchRun', 'run.read', (ctx) => watchRun({ ctx, input: { id }, sleep: async () => false }).next()],
  [
    'startRun',
    'run.start',
    (ctx) =>
      startRun({ ctx, input: { seeds: ['no-such-seed'], candidates: 1, idempotencyKey: randomUUID() } }),
  ],
  ['forecastRun', 'run.start', (ctx) => forecastRun({ ctx, input: {} })],
  ['listExchanges', 'run.read', (ctx) => listExchanges({ ctx, input: { id, candidateId: id } })],
  ['getExchange', 'environment.read-judge', (ctx) => getExchange({ ctx, input: { id } })],
  ['listConnections', 'connection.read', (ctx) => listConnections({ ctx })],
  [
    'createConnection',
    'connection.manage',
    (ctx) =>
      createConnection({
        ctx,
        input: { name: `c ${randomUUID()}`, kind: 'anthropic', baseUrl: 'https://a.test' },
      }),
  ],
  ['updateConnection', 'connection.manage', (ctx) => updateConnection({ ctx, input: { id } })],
  ['disableConnection', 'connection.manage', (ctx) => disableConnection({ ctx, input: { id } })],
  ['checkConnection', 'connection.manage', (ctx) => checkConnection({ ctx, input: { id } })],
  ['cancelRun', 'run.cancel', (ctx) => cancelRun({ ctx, input: { id } })],
  ['retryFailed', 'run.retry', (ctx) => retryFailed({ ctx, input: { id } })],
  ['resumeCandidates', 'run.start', (ctx) => resumeCandidates({ ctx, input: { id } })],
  ['listArtefacts', 'run.start', (ctx) => listArtefacts({ ctx, input: { id, candidateId: id } })],
  ['listOutputs', 'environment.read-judge', (ctx) => listOutputs({ ctx, input: { id, candidateId: id } })],
  [
    'getOutputFile',
    'environment.read-judge',
    (ctx) =>
      getOutputFile({
        ctx,
        input: { id, candidateId: id, role: 'data-strategist', repair: 0, file: 'spec.json' },
      }),
  ],
  [
    'getArtefact',
    'run.start',
    (ctx) => getArtefact({ ctx, input: { id, candidateId: id, file: 'spec.json' } }),
  ],
  [
    'editArtefact',
    'run.start',
    (ctx) =>
      editArtefact({
        ctx,
        input: { id, candidateId: id, file: 'spec.json', content: '{}', expectedSha256: 'a'.repeat(64) },
      }),
  ],
  ['getCatalogue', 'run.start', (ctx) => getCatalogue({ ctx })],
  ['listEnvironments', 'environment.read', (ctx) => listEnvironments({ ctx })],
  ['getEnvironment', 'environment.read', (ctx) => getEnvironment({ ctx, input: { id } })],
  [
    'getVersionFile',
    'environment.read',
    (ctx) => getVersionFile({ ctx, input: { id, path: 'agent/train.csv' } }),
  ],
  ['getTable', 'environment.read', (ctx) => getTable({ ctx, input: { id, file: 'agent/train.csv' } })],
  ['getTrial', 'environment.read', (ctx) => getTrial({ ctx, input: { id } })],
  ['openRollout', 'training.log', (ctx) => openRollout({ ctx, input: { id } })],
  ['requestScore', 'environment.score', (ctx) => requestScore({ ctx, input: { id, submission: 'id,x\n' } })],
  [
    'requestCertificate',
    'environment.verify',
    (ctx) => requestCertificate({ ctx, input: { versionId: id } }),
  ],
  [
    'getCertification',
    'environment.read-judge',
    (ctx) => getCertification({ ctx, input: { versionId: id } }),
  ],
  [
    'requestRevision',
    'environment.revise',
    (ctx) =>
      requestRevision({
        ctx,
        input: {
          versionId: id,
          contentHash: 'a'.repeat(64),
          reason: 'Clearer words.',
          changes: [{ path: 'agent/description.md', content: '# Title' }],
        },
      }),
  ],
  [
    'putVersionFile',
    'environment.revise',
    (ctx) =>
      putVersionFile({
        ctx,
        input: {
          versionId: id,
          contentHash: 'a'.repeat(64),
          reason: 'Clearer.',
          path: 'judge/rule.md',
          content: 'x',
        },
      }),
  ],
  ['getRevision', 'environment.read-judge', (ctx) => getRevision({ ctx, input: { versionId: id } })],
  ['diffVersions', 'environment.read', (ctx) => diffVersions({ ctx, input: { versionId: id } })],
  ['submitForReview', 'environment.submit', (ctx) => submitForReview({ ctx, input: { versionId: id } })],
  ['listQueue', 'review.read', (ctx) => listQueue({ ctx })],
  ['getReviewItem', 'review.read', (ctx) => getReviewItem({ ctx, input: { versionId: id } })],
  [
    'submitReview',
    'review.submit',
    (ctx) => submitReview({ ctx, input: { versionId: id, contentHash: 'a'.repeat(64), verdict: 'approve' } }),
  ],
  ['withdrawReview', 'review.submit', (ctx) => withdrawReview({ ctx, input: { versionId: id } })],
  ['withdrawPack', 'pack.withdraw', (ctx) => withdrawPack({ ctx, input: { id, reason: 'It leaks.' } })],
  ['listPacks', 'pack.read', (ctx) => listPacks({ ctx })],
  ['getPack', 'pack.read', (ctx) => getPack({ ctx, input: { id } })],
  [
    'requestPack',
    'pack.request',
    (ctx) => requestPack({ ctx, input: { slug: 'p', title: 'Pack', versionIds: [id] } }),
  ],
  ['openPack', 'pack.download', (ctx) => openPack({ ctx, input: { id } })],
  [
    'recordRollouts',
    'training.log',
    (ctx) => recordRollouts({ ctx, input: { runId: id, rollouts: [rolloutRecord()] } }),
  ],
  ['listRollouts', 'rollout.read', (ctx) => listRollouts({ ctx, input: { runId: id } })],
  ['getRollout', 'rollout.read', (ctx) => getRollout({ ctx, input: { rolloutId: id } })],
  [
    'getRolloutEvidence',
    'rollout.read-evidence',
    (ctx) => getRolloutEvidence({ ctx, input: { rolloutId: id } }),
  ],
  [
    'stepEnvironments',
    'rollout.read',
    (ctx) => stepEnvironments({ ctx, input: { runId: id, fromStep: 0, toStep: 1 } }),
  ],
  ['rewardParts', 'rollout.read', (ctx) => rewardParts({ ctx, input: { runId: id } })],
  ['trainingEnvironments', 'rollout.read', (ctx) => trainingEnvironments({ ctx, input: { runId: id } })],
  ['environmentTraining', 'rollout.read', (ctx) => environmentTraining({ ctx, input: { id } })],
  ['exportSft', 'rollout.read-evidence', (ctx) => exportSft({ ctx, input: { runId: id } })],
  [
    'retireVersion',
    'environment.retire',
    (ctx) => retireVersion({ ctx, input: { versionId: id, reason: 'Dead.' } }),
  ],
  [
    'issueAdvisory',
    'advisory.issue',
    (ctx) => issueAdvisory({ ctx, input: { id, severity: 'leak', reason: 'It leaks.' } }),
  ],
  ['listAdvisories', 'advisory.read', (ctx) => listAdvisories({ ctx, input: { id } })],
  ['advisoriesOf', 'advisory.read', (ctx) => advisoriesOf({ ctx, input: { packId: id } })],
  ['advisedSystems', 'advisory.read', (ctx) => advisedSystems({ ctx })],
  ['listNotices', 'overview.read', (ctx) => listNotices({ ctx })],
  ['readNotice', 'overview.read', (ctx) => readNotice({ ctx, input: { id } })],
  ['listLinks', 'results.import', (ctx) => listLinks({ ctx })],
  ['listResults', 'results.read', (ctx) => listResults({ ctx })],
  ['getSystem', 'results.read', (ctx) => getSystem({ ctx, input: { id } })],
  ['listLedger', 'results.read', (ctx) => listLedger({ ctx })],
  ['exportResults', 'results.read', (ctx) => exportResults({ ctx })],
  ['getResultsImport', 'results.read', (ctx) => getResultsImport({ ctx, input: { id } })],
  ['resultsOfTraining', 'results.read', (ctx) => resultsOfTraining({ ctx, input: { runIds: [id] } })],
  [
    'createSystem',
    'results.import',
    (ctx) =>
      createSystem({
        ctx,
        input: { name: `s ${randomUUID()}`, model: 'm', method: 'base', scaffold: 'AIDE' },
      }),
  ],
  ['updateSystem', 'results.import', (ctx) => updateSystem({ ctx, input: { id } })],
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
    'adjudicate',
    'results.adjudicate',
    (ctx) => adjudicate({ ctx, input: { id, resultId: id, decision: 'zeroed', reason: 'because' } }),
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
  ['editExperiment', 'training.log', (ctx) => editExperiment({ ctx, input: { id: 1, archived: true } })],
  ['listTrainingImports', 'training.read', (ctx) => listTrainingImports({ ctx })],
  ['getTrainingImport', 'training.read', (ctx) => getTrainingImport({ ctx, input: { id } })],
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
  ['startSmokeRun', 'training.smoke', (ctx) => startSmokeRun({ ctx, input: { packId: id } })],
  ['cancelSmokeRun', 'training.smoke', (ctx) => cancelSmokeRun({ ctx, input: { id } })],
  ['listSmokeRuns', 'training.read', (ctx) => listSmokeRuns({ ctx })],
  ['getSmokeRun', 'training.read', (ctx) => getSmokeRun({ ctx, input: { id } })],
  ['getOverview', 'overview.read', (ctx) => getOverview({ ctx })],
  ['listAudit', 'audit.read', (ctx) => listAudit({ ctx })],
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
