import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openChannel } from '#lib/db/open-channel.ts'
import { TRIAL_CHANNEL } from '#lib/services/open-services.ts'
import type { Deps } from '#workers/deps.ts'
import { scoreSubmission } from '#workers/handlers/score-submission.ts'
import { type Behaviour, sandboxDouble } from '#workers/sandbox-double.fixture.ts'
import { insertVersion } from '#workers/version.fixture.ts'
import { openWorkerWorld, type WorkerWorld } from '#workers/worker-world.fixture.ts'

let world: WorkerWorld
let database: WorkerWorld['database']
let versionId = ''
beforeAll(async () => {
  world = await openWorkerWorld()
  database = world.database
  versionId = await insertVersion(makeDeps().deps)
})
afterAll(() => world.close())

function makeDeps(behave?: Behaviour) {
  const sandbox = sandboxDouble(behave)
  const deps = world.depsOf({ sandbox })
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
  const channel = openChannel(database.appUrl, TRIAL_CHANNEL)
  const heard = Promise.withResolvers<string>()
  await channel.listen(id, () => trialOf(id).then(({ status }) => heard.resolve(status), heard.reject))
  await scoreSubmission(deps, id)
  // Word comes with the commit: who hears it sees the end.
  expect(await heard.promise).toBe('finished')
  await channel.close()
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
