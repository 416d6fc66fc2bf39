import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { api } from '#lib/contracts/api-paths.ts'
import { API_SPECS } from '#lib/contracts/api-specs.ts'
import { openApi } from '#lib/contracts/open-api.ts'

const ROOT = join(import.meta.dirname, '../..')

/** Method and path of every handler below app/api, as OpenAPI writes paths. */
const served = readdirSync(join(ROOT, 'app/api'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('route.ts') && !path.startsWith('auth/'))
  .flatMap((path) => {
    const url = `/api/${relative('.', path).replace(/\/route\.ts$/, '')}`.replace(
      /\[(?:\.\.\.)?(\w+)\]/g,
      '{$1}',
    )
    const source = readFileSync(join(ROOT, 'app/api', path), 'utf8')
    return [
      ...source.matchAll(/export (?:const|async function|function) (GET|POST|PATCH|PUT|DELETE)\b/g),
    ].map(([, method]) => `${method} ${url}`)
  })

test('the description has every route, and every route is described', () => {
  expect(API_SPECS.map((spec) => `${spec.method} ${spec.path}`).sort()).toEqual(served.sort())
})

test('every path that clients build is described', () => {
  const described = new Set(API_SPECS.map((spec) => spec.path.replace(/\{\w+\}/g, 'x')))
  const built = [
    api.health(),
    api.me(),
    api.overview(),
    api.seeds(),
    api.seed('x'),
    api.seedStatement('x'),
    api.seedFile('x', 'x'),
    api.archiveSeed('x'),
    api.measureSeed('x'),
    api.seedLineage('x'),
    api.runLineage('x'),
    api.restoreSeed('x'),
    api.seedSchema(),
    api.seedTemplate(),
    api.seedUpload('x'),
    api.uploadSeeds('a'),
    api.runs(),
    api.run('x'),
    api.runEvents('x'),
    api.runEventList('x'),
    api.cancelRun('x'),
    api.retryRun('x'),
    api.branchRun('x'),
    api.compareRuns('x', 'y'),
    api.prompts(),
    api.resumeRun('x'),
    api.artefacts('x', 'x'),
    api.catalogue(),
    api.artefact('x', 'x', 'x'),
    api.roleOutputs('x', 'x'),
    api.roleFile('x', 'x', 'x', 'x', 'x'),
    api.runForecast(),
    api.exchanges('x', 'x'),
    api.exchange('x'),
    api.connections(),
    api.connection('x'),
    api.checkConnection('x'),
    api.environments(),
    api.environment('x'),
    api.version('x', 'latest'),
    api.file('x', 'latest', 'x'),
    api.table('x', 'latest', {}),
    api.score('x', 'latest'),
    api.openRollout('x', 'latest'),
    api.submitForReview('x', 'latest'),
    api.revise('x', 'latest'),
    api.diff('x', 'latest'),
    api.verify('x', 'latest'),
    api.smokeRuns(),
    api.smokeRun('x'),
    api.cancelSmokeRun('x'),
    api.training(),
    api.trainingRun('x'),
    api.trainingExperiment('x'),
    api.trainingFiles('x'),
    api.trainingFile('x', 'x'),
    api.curves({}),
    api.curvesCsv({}),
    api.views(),
    api.view('x'),
    api.rollouts('x'),
    api.rollout('x'),
    api.rolloutEvidence('x'),
    api.stepEnvironments('x', { fromStep: 0, toStep: 0 }),
    api.rewardParts('x'),
    api.trainingEnvironments('x'),
    api.sft('x'),
    api.environmentTraining('x'),
    api.retire('x', 'latest'),
    api.trial('x'),
    api.modelReviews('x', 'latest'),
    api.judgeFinding('x'),
    api.precision(),
    api.reviews(),
    api.review('x'),
    api.withdrawReview('x'),
    api.packs(),
    api.pack('x'),
    api.packDownload('x'),
    api.withdrawPack('x'),
    api.advisories('x', 'latest'),
    api.notices(),
    api.readNotice('x'),
    api.results(),
    api.resultsOf('x'),
    api.adjudications('x'),
    api.ledger(),
    api.importResults({ filename: 'a', systemId: 'x' }),
    api.resultsImport('x'),
    api.resultsDownload({ format: 'csv' }),
    api.trainingImports(),
    api.trainingImport('x'),
    api.importTraining({ filename: 'a' }),
    api.audit(),
    api.people(),
    api.invites(),
    api.invite('x'),
    api.tokens(),
    api.token('x'),
    api.openapi(),
  ]
  expect(built).toHaveLength(Object.keys(api).length)
  for (const path of built) expect(described).toContain(path.replace(/\?.*/, '').replace('latest', 'x'))
})

test('the document is complete JSON with a schema for each answer', () => {
  const document = JSON.parse(JSON.stringify(openApi())) as {
    paths: Record<string, Record<string, { operationId: string; responses: object }>>
  }
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path))
  expect(operations).toHaveLength(API_SPECS.length)
  expect(new Set(operations.map((one) => one.operationId)).size).toBe(API_SPECS.length)
  expect(JSON.stringify(document.paths['/api/v1/environments'])).toContain('contentHash')
})
