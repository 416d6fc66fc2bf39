import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#lib/domain/capabilities.ts'
import { CURRENT_GATE_SET } from '#lib/domain/gates.ts'
import type { AdvisorySeverity } from '#lib/domain/version.ts'
import { advisedSystems } from '#lib/services/advisories/advised-systems.ts'
import { issueAdvisory } from '#lib/services/advisories/issue-advisory.ts'
import { advisoriesOf, listAdvisories } from '#lib/services/advisories/list-advisories.ts'
import { listNotices } from '#lib/services/notices/list-notices.ts'
import { readNotice } from '#lib/services/notices/read-notice.ts'
import { requestPack } from '#lib/services/packs/request-pack.ts'
import { createSystem } from '#lib/services/results/create-system.ts'
import { openTestServices, type TestServices } from '#lib/services/services.fixture.ts'
import { createTrainingRun } from '#lib/services/training/create-training-run.ts'

let world: TestServices
let maker: Actor
let reviewer: Actor
beforeAll(async () => {
  world = await openTestServices()
  maker = await world.user('researcher', 'Maker')
  reviewer = await world.user('reviewer', 'Rui')
})
afterAll(() => world.close())

async function approved() {
  const version = await world.version({ status: 'approved' })
  await world.database.db.approval.create({
    data: {
      versionId: version.id,
      contentHash: version.contentHash,
      gateSet: CURRENT_GATE_SET,
      reviewers: ['r'],
    },
  })
  return version
}
const packOf = (versionIds: string[], more: object = {}) =>
  requestPack({
    ctx: world.as(maker),
    input: { slug: `p-${randomUUID().slice(0, 8)}`, title: 'Pack', versionIds, ...more },
  })
const issue = (versionId: string, severity: AdvisorySeverity, reason = 'The id gives the label away.') =>
  issueAdvisory({ ctx: world.as(reviewer), input: { versionId, severity, reason } })

/** A pack of two versions, a training run on it, and a system from that run. */
async function chain() {
  const [one, other] = [await approved(), await approved()]
  const pack = await packOf([one.id, other.id])
  const ctx = world.as(maker)
  const run = await createTrainingRun({
    ctx,
    input: { experiment: `e-${randomUUID()}`, name: 'run', source: 'mlflow', packId: pack.id },
  })
  const system = await createSystem({
    ctx,
    input: {
      name: randomUUID(),
      model: 'm',
      method: 'rl',
      scaffold: 'AIDE',
      trainingRunId: run.id,
    },
  })
  return { one, other, pack, run, system }
}

describe('issueAdvisory', () => {
  test('marks packs, training runs and systems that used the version, and no others', async () => {
    const { one, pack, run, system } = await chain()
    const beside = await chain()
    const { advisory, affected } = await issue(one.id, 'leak')
    expect(advisory).toMatchObject({ slug: one.slug, version: 1, severity: 'leak', createdByName: 'Rui' })
    expect(affected).toEqual({ packs: 1, trainingRuns: 1, systems: 1, people: 1 })
    const ctx = world.as(reviewer)
    for (const input of [
      { versionId: one.id },
      { packId: pack.id },
      { trainingRunId: run.id },
      { systemId: system.id },
    ])
      expect(await advisoriesOf({ ctx, input }), JSON.stringify(input)).toMatchObject([{ id: advisory.id }])
    for (const input of [
      { versionId: beside.one.id },
      { packId: beside.pack.id },
      { trainingRunId: beside.run.id },
      { systemId: beside.system.id },
    ])
      expect(await advisoriesOf({ ctx, input }), JSON.stringify(input)).toEqual([])
    const { advisories } = await listAdvisories({ ctx, input: { id: one.slug, n: '1' } })
    expect(advisories).toEqual([advisory])
    const advised = await advisedSystems({ ctx })
    expect([advised.has(system.id), advised.has(beside.system.id)]).toEqual([true, false])
    const audit = { verb: 'advisory.issue', entityId: one.id }
    expect(await world.database.db.audit.count({ where: audit })).toBe(1)
  })

  test('a rollout alone is use enough', async () => {
    const { run } = await chain()
    const version = await approved()
    await world.database.db.rollout.create({
      data: {
        runId: run.id,
        externalId: '1',
        step: 1,
        groupKey: 'g',
        split: 'train',
        environment: version.slug,
        versionId: version.id,
        outcome: 'scored',
        reward: 1,
        parts: {},
      },
    })
    await issue(version.id, 'notice')
    const found = await advisoriesOf({ ctx: world.as(maker), input: { trainingRunId: run.id } })
    expect(found).toMatchObject([{ versionId: version.id, severity: 'notice' }])
  })

  test('the maker gets one notice that counts what they made, reads it once, and nobody else can', async () => {
    const person = await world.user('researcher')
    const saved = maker
    maker = person
    const { one } = await chain()
    maker = saved
    await issue(one.id, 'defect', 'Two rows contradict each other.')
    const ctx = world.as(person)
    const { notices } = await listNotices({ ctx })
    expect(notices).toMatchObject([
      {
        text: expect.stringContaining('1 pack, 1 training run, 1 result'),
        href: `/environments/${one.slug}?version=1`,
      },
    ])
    const id = notices[0]?.id ?? ''
    await expect(readNotice({ ctx: world.as(reviewer), input: { id } })).rejects.toMatchObject({
      code: 'not-found',
    })
    await readNotice({ ctx, input: { id } })
    await readNotice({ ctx, input: { id } })
    expect(await listNotices({ ctx })).toEqual({ notices: [] })
  })

  test('needs a reason and a known severity', async () => {
    const { id } = await approved()
    await expect(issue(id, 'leak', ' x ')).rejects.toThrow(/reason/)
    // @ts-expect-error no such severity
    await expect(issue(id, 'terrible')).rejects.toThrow(/severity/)
    await expect(issue(randomUUID(), 'leak')).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('the next pack', () => {
  test.each(['defect', 'leak'] as const)(
    'refuses a version with a %s, unless it is taken knowingly',
    async (severity) => {
      const version = await approved()
      await issue(version.id, severity)
      await expect(packOf([version.id])).rejects.toMatchObject({
        code: 'precondition',
        publicMessage: expect.stringContaining(severity),
      })
      const pack = await packOf([version.id], { allowAdvisories: true })
      const where = { verb: 'pack.request', entityId: pack.id }
      expect(await world.database.db.audit.findMany({ where })).toMatchObject([
        { detail: { allowAdvisories: true, advised: [{ versionId: version.id, severity }] } },
      ])
    },
  )

  test('a notice keeps nothing out', async () => {
    const version = await approved()
    await issue(version.id, 'notice')
    expect(await packOf([version.id])).toMatchObject({ environments: 1 })
  })
})
