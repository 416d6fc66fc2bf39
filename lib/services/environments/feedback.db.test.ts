import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Task } from '#lib/domain/artefacts/task.ts'
import type { Actor } from '#lib/domain/capabilities.ts'
import { contractFor } from '#lib/domain/feedback.ts'
import type { TokenScope } from '#lib/domain/vocabulary.ts'
import { getTrial } from '#lib/services/environments/get-trial.ts'
import { openRollout } from '#lib/services/environments/open-rollout.ts'
import { requestScore } from '#lib/services/environments/request-score.ts'
import { openTestServices, type TestServices } from '#lib/services/services.fixture.ts'

let world: TestServices
beforeAll(async () => {
  world = await openTestServices()
})
afterAll(() => world.close())

const submission = 'id,yield_kwh\nb1,8\nb2,10\n'
const at = (value: number) => ({ value, low: value - 0.02, high: value + 0.02 })
const thresholds = { median: at(0.4), bronze: at(0.3), silver: at(0.2), gold: at(0.1) }
const rows = { train: 3, test: 1250, feedback: 250 }
const PRIVATE: Partial<Task> = { rows, feedback: contractFor({ rows, thresholds }, 3), thresholds }
const HELD_OUT: Partial<Task> = { feedback: { kind: 'held-out-score', gradings: 3 }, thresholds }

/** Another token of the same person, or the person at the page. */
async function another(of: Actor & { kind: 'token' }, scope: TokenScope): Promise<Actor> {
  const { userId, name, role } = of
  const row = await world.database.db.apiToken.create({
    data: { userId, name: 't', scope, tokenHash: crypto.randomUUID() },
  })
  return { kind: 'token', tokenId: row.id, userId, name, role, scope }
}
const ask = (actor: Actor, id: string, rollout?: string) =>
  requestScore({ ctx: world.as(actor), input: { id, submission, rollout }, waitMs: 0 })
/** What a worker writes. */
async function finish(id: string, score: number, se = 0.001): Promise<void> {
  const { part } = await world.database.db.trial.findUniqueOrThrow({ where: { id } })
  const result = { v: 1, valid: true, score, reason: null, se }
  const tier = part === 'feedback' ? null : 'gold'
  await world.database.db.trial.update({ where: { id }, data: { status: 'finished', score, tier, result } })
}
const told = async (actor: Actor, slug: string, score: number, se?: number) => {
  const { trialId } = await ask(actor, slug)
  await finish(trialId, score, se)
  return getTrial({ ctx: world.as(actor), input: { id: trialId } })
}
const LIMIT = { code: 'limit', meta: { gradings: 3, used: 3, remaining: 0 } }

describe('what is told', () => {
  test('an agent hears of feedback rows, in steps that their number supports, and of no tier', async () => {
    const { slug } = await world.version({ task: PRIVATE })
    const agent = await world.token('researcher', 'agent')
    // A standard error of 0.0204 on 250 rows is less than a third of the distance between tiers.
    const answer = await told(agent, slug, 0.61407)
    expect(answer).toMatchObject({
      part: 'feedback',
      contract: 'validation-score',
      score: 0.62,
      tier: null,
      step: 0.02,
    })
  })

  test('an extreme submission carries no more digits than its own error leaves', async () => {
    const { slug } = await world.version({ task: PRIVATE })
    const agent = await world.token('researcher', 'agent')
    expect(await told(agent, slug, 7.38211, 1.3)).toMatchObject({ score: 8, step: 2 })
  })

  test('who sees the answers gets the whole score of the reward rows, recorded and outside of any quota', async () => {
    const { slug } = await world.version({ task: PRIVATE })
    for (const role of ['owner', 'researcher', 'reviewer'] as const) {
      const judge = await world.user(role)
      for (let n = 0; n < 5; n++)
        expect(await told(judge, slug, 0.61407)).toMatchObject({
          part: 'reward',
          contract: null,
          score: 0.61407,
          tier: 'gold',
        })
      const rows = await world.database.db.trial.count({ where: { personId: judge.userId, part: 'reward' } })
      expect(rows).toBe(5)
    }
  })

  test('a viewer and a trainer are told no more than an agent', async () => {
    const { slug } = await world.version({ task: PRIVATE })
    for (const actor of [await world.user('viewer'), await world.token('owner', 'trainer')])
      expect(await told(actor, slug, 0.61407)).toMatchObject({ part: 'feedback', score: 0.62, tier: null })
  })

  test('held-out scores are rounded too, and a task without feedback rows tells nothing else', async () => {
    const agent = await world.token('researcher', 'agent')
    const old = await world.version({ task: HELD_OUT })
    const answer = await told(agent, old.slug, 0.61407)
    expect(answer).toMatchObject({ part: 'reward', contract: 'held-out-score', tier: 'gold' })
    expect(answer.score).not.toBe(0.61407)
    const odd = await world.version({
      task: { ...HELD_OUT, feedback: { kind: 'validation-score', gradings: 3 } },
    })
    expect(await told(agent, odd.slug, 0.61407)).toMatchObject({ contract: 'held-out-score', part: 'reward' })
  })

  test('a reward score that a judge asked for stays hidden when the same person is a judge no more', async () => {
    const { slug } = await world.version({ task: PRIVATE })
    const judge = await world.user('reviewer')
    const { trialId } = await ask(judge, slug)
    await finish(trialId, 0.61407)
    const viewer: Actor = { ...judge, role: 'viewer' }
    expect(await getTrial({ ctx: world.as(viewer), input: { id: trialId } })).toMatchObject({
      score: null,
      tier: null,
    })
  })
})

describe('the quota is a person’s', () => {
  const spend = async (actor: Actor, slug: string) => {
    for (let n = 0; n < 3; n++) expect((await ask(actor, slug)).remaining).toBe(2 - n)
  }

  test.each([PRIVATE, HELD_OUT])(
    'more tokens, another scope and the page make no more gradings',
    async (task) => {
      const { slug } = await world.version({ task })
      const agent = await world.token('viewer', 'agent')
      await spend(agent, slug)
      const { userId, name, role } = agent
      const others = [
        agent,
        await another(agent, 'agent'),
        await another(agent, 'trainer'),
        { kind: 'user', userId, name, role } as const,
      ]
      for (const actor of others) await expect(ask(actor, slug)).rejects.toMatchObject(LIMIT)
    },
  )

  test('nor do tokens that ask all at once', async () => {
    const { slug } = await world.version({ task: PRIVATE })
    const first = await world.token('researcher', 'agent')
    const actors = [first, ...(await Promise.all([1, 2, 3, 4, 5, 6, 7].map(() => another(first, 'agent'))))]
    const all = await Promise.allSettled(actors.map((actor) => ask(actor, slug)))
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
  })

  test('nor does another version of the environment, or another environment with the same answers', async () => {
    const { slug, environmentId, id } = await world.version({ task: PRIVATE })
    const agent = await world.token('researcher', 'agent')
    const { db } = world.database
    const { id: _, ...row } = await db.version.findUniqueOrThrow({ where: { id } })
    const copy = { ...row, task: row.task ?? {}, manifest: row.manifest ?? {} }
    await db.version.create({ data: { ...copy, number: 2, contentHash: 'b'.repeat(64) } })
    const other = await db.environment.create({ data: { slug: `${slug}-other`, title: 'Other' } })
    await db.version.create({ data: { ...copy, environmentId: other.id, contentHash: 'c'.repeat(64) } })
    await ask(agent, slug)
    await requestScore({ ctx: world.as(agent), input: { id: slug, n: 1, submission }, waitMs: 0 })
    await ask(agent, `${slug}-other`)
    for (const [of, n] of [
      [slug, 1],
      [slug, 2],
      [`${slug}-other`, 1],
    ] as const)
      await expect(
        requestScore({ ctx: world.as(agent), input: { id: of, n, submission }, waitMs: 0 }),
      ).rejects.toMatchObject(LIMIT)
    expect(environmentId).not.toBe(other.id)
  })

  test('another person has their own, and a trial that gave no score used none', async () => {
    const { slug } = await world.version({ task: PRIVATE })
    const agent = await world.token('researcher', 'agent')
    await spend(agent, slug)
    expect((await ask(await world.token('researcher', 'agent'), slug)).remaining).toBe(2)
    const { db } = world.database
    const lost = await db.trial.findFirstOrThrow({ where: { personId: agent.userId } })
    await db.trial.update({ where: { id: lost.id }, data: { status: 'failed', outcome: 'infra' } })
    expect((await ask(agent, slug)).remaining).toBe(0)
    await expect(ask(agent, slug)).rejects.toMatchObject(LIMIT)
  })

  test('a refused request stores no submission', async () => {
    const { slug } = await world.version({ task: PRIVATE })
    const agent = await world.token('researcher', 'agent')
    await spend(agent, slug)
    let stored = 0
    const ctx = world.as(agent)
    const blobs = {
      ...ctx.blobs,
      put: (content: Parameters<typeof ctx.blobs.put>[0]) => {
        stored += 1
        return ctx.blobs.put(content)
      },
    }
    const input = { id: slug, submission: `${submission}#` }
    await expect(requestScore({ ctx: { ...ctx, blobs }, input, waitMs: 0 })).rejects.toMatchObject(LIMIT)
    expect(stored).toBe(0)
  })
})

describe('rollouts', () => {
  test('a rollout that a trainer opened has gradings of its own; an agent opens none and makes none up', async () => {
    const { slug } = await world.version({ task: PRIVATE })
    const agent = await world.token('researcher', 'agent')
    const trainer = await another(agent, 'trainer')
    for (let n = 0; n < 3; n++) await ask(agent, slug)
    const { rollout, gradings } = await openRollout({ ctx: world.as(trainer), input: { id: slug } })
    expect(gradings).toBe(3)
    for (let n = 0; n < 3; n++) expect((await ask(agent, slug, rollout)).remaining).toBe(2 - n)
    for (const actor of [agent, trainer, await another(agent, 'agent')])
      await expect(ask(actor, slug, rollout)).rejects.toMatchObject(LIMIT)
    await expect(ask(agent, slug, crypto.randomUUID())).rejects.toMatchObject({ code: 'invalid' })
    await expect(openRollout({ ctx: world.as(agent), input: { id: slug } })).rejects.toMatchObject({
      code: 'forbidden',
    })
    const viewer = await world.token('viewer', 'trainer')
    await expect(openRollout({ ctx: world.as(viewer), input: { id: slug } })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  test('a rollout of another person or environment is none', async () => {
    const [mine, other] = [await world.version({ task: PRIVATE }), await world.version({ task: PRIVATE })]
    const trainer = await world.token('researcher', 'trainer')
    const { rollout } = await openRollout({ ctx: world.as(trainer), input: { id: mine.slug } })
    await expect(ask(trainer, other.slug, rollout)).rejects.toMatchObject({ code: 'invalid' })
    const stranger = await world.token('researcher', 'agent')
    await expect(ask(stranger, mine.slug, rollout)).rejects.toMatchObject({ code: 'invalid' })
  })

  test('under held-out scores a rollout has none of its own: each answer is about the rows that decide', async () => {
    const { slug } = await world.version({ task: HELD_OUT })
    const trainer = await world.token('researcher', 'trainer')
    for (let n = 0; n < 3; n++) {
      const { rollout } = await openRollout({ ctx: world.as(trainer), input: { id: slug } })
      await ask(trainer, slug, rollout)
    }
    const { rollout } = await openRollout({ ctx: world.as(trainer), input: { id: slug } })
    await expect(ask(trainer, slug, rollout)).rejects.toMatchObject(LIMIT)
  })
})
