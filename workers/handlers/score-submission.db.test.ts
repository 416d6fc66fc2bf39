import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openNotices } from '#lib/db/open-notices.ts'
import { openTestDatabase, type TestDatabase } from '#lib/db/test-database.ts'
import { log } from '#lib/log.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { TRIAL_CHANNEL } from '#lib/services/open-services.ts'
import { openBlobStore } from '#lib/storage/open-blob-store.ts'
import type { Deps } from '#workers/deps.ts'
import { scoreSubmission } from '#workers/handlers/score-submission.ts'
import { NO_MODELS } from '#workers/no-models.fixture.ts'
import { type Behaviour, sandboxDouble } from '#workers/sandbox-double.fixture.ts'
import { insertVersion } from '#workers/version.fixture.ts'

let database: TestDatabase
let dir = ''
let versionId = ''
beforeAll(async () => {
  database = await openTestDatabase()
  dir = await mkdtemp(join(tmpdir(), 'score-'))
  versionId = await insertVersion(makeDeps().deps)
})
afterAll(async () => {
  await database.drop()
  await rm(dir, { recursive: true, force: true })
})

function makeDeps(behave?: Behaviour) {
  const sandbox = sandboxDouble(behave)
  const deps: Deps = {
    db: database.db,
    blobs: openBlobStore(dir),
    queue: { enqueue: async () => undefined },
    sandbox,
    catalogue: CATALOGUE,
    runtimeHash: 'r',
    engineKey: 'key',
    ...NO_MODELS,
    workerId: 'w',
    log,
    stopping: new AbortController().signal,
  }
  return { deps, sandbox }
}

async function submit(deps: Deps): Promise<string> {
  const { sha256 } = await deps.blobs.put(new TextEncoder().encode(`id,y\n${randomUUID()},1\n`))
  const row = {
    versionId,
    kind: 'score',
    program: 'submission.csv',
    inputHash: sha256,
    submission: sha256,
    requestedBy: 'u',
  }
  return (await database.db.trial.create({ data: row })).id
}
const trialOf = (id: string) => database.db.trial.findUniqueOrThrow({ where: { id } })

test('a submission gets score and tier from the trusted kernel, in a cell that sees the answers and nothing else', async () => {
  const { deps, sandbox } = makeDeps()
  const id = await submit(deps)
  const notices = openNotices(database.appUrl, TRIAL_CHANNEL)
  const heard = Promise.withResolvers<string>()
  await notices.listen(id, () => trialOf(id).then(({ status }) => heard.resolve(status), heard.reject))
  await scoreSubmission(deps, id)
  // Word comes with the commit: who hears it sees the end.
  expect(await heard.promise).toBe('finished')
  await notices.close()
  expect(await trialOf(id)).toMatchObject({
    status: 'finished',
    outcome: 'ok',
    score: 0.9,
    tier: 'gold',
    attempt: 1,
  })
  expect(sandbox.jobs).toHaveLength(1)
  expect(sandbox.jobs[0]).toMatchObject({ role: 'evaluate' })
  expect(Object.keys(sandbox.jobs[0]?.files ?? {}).sort()).toEqual([
    'answer.csv',
    'subs/submission.csv',
    'task.json',
  ])
})

test('two workers score it once', async () => {
  const { deps, sandbox } = makeDeps()
  const id = await submit(deps)
  await Promise.all([scoreSubmission(deps, id), scoreSubmission(deps, id)])
  expect(sandbox.jobs).toHaveLength(1)
})

test('a fault of the machine is a failed trial with its reason, never a score', async () => {
  const { deps } = makeDeps(() => 'infra')
  const id = await submit(deps)
  await scoreSubmission(deps, id)
  expect(await trialOf(id)).toMatchObject({ status: 'failed', outcome: 'infra', score: null, tier: null })
})
