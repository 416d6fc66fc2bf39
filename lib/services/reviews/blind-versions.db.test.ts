import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ReviewVerdict } from '#lib/domain/review-policy.ts'
import { listAudit } from '#lib/services/audit/list-audit.ts'
import { getEnvironment } from '#lib/services/environments/get-environment.ts'
import { listNotices } from '#lib/services/notices/list-notices.ts'
import { getReviewItem } from '#lib/services/reviews/get-review-item.ts'
import { submitReview } from '#lib/services/reviews/submit-review.ts'
import { ALL_GOOD, openTestServices, type TestServices } from '#lib/services/services.fixture.ts'

const SECRET = 'SECRET-NOTE'
let world: TestServices
beforeAll(async () => {
  world = await openTestServices()
})
afterAll(() => world.close())

type Person = Awaited<ReturnType<TestServices['user']>>
type Version = Awaited<ReturnType<TestServices['version']>>

/** Everything that tells a person of a version's verdicts, as one text. */
async function told(person: Person, { id, slug }: Version): Promise<string> {
  const ctx = world.as(person)
  return JSON.stringify([
    await getReviewItem({ ctx, input: { versionId: id } }),
    await getEnvironment({ ctx, input: { id: slug } }),
    (await listAudit({ ctx, input: { entity: 'version', entityId: id } })).entries.map(({ verb }) => verb),
    (await listAudit({ ctx })).entries.filter(({ entityId }) => entityId === id).map(({ verb }) => verb),
    await listNotices({ ctx }),
  ])
}

/** A verdict of another person that decided nothing yet, with its line in the record. */
async function cast(reviewer: Person, version: Version, verdict: ReviewVerdict): Promise<void> {
  await world.database.db.review.create({
    data: {
      versionId: version.id,
      reviewerId: reviewer.userId,
      verdict,
      criteria: [],
      note: SECRET,
      contentHash: version.contentHash,
    },
  })
  await world.database.db.audit.create({
    data: {
      actorKind: 'user',
      actorId: reviewer.userId,
      verb: 'review.submit',
      entity: 'version',
      entityId: version.id,
      detail: { verdict },
    },
  })
}

/** A second version of an environment whose first one was sent back, in review. */
async function nextOf(version: Version): Promise<Version> {
  const { db } = world.database
  const row = await db.version.findUniqueOrThrow({ where: { id: version.id } })
  await db.version.update({ where: { id: version.id }, data: { status: 'changes-requested' } })
  const { task, manifest, ...columns } = row
  const next = await db.version.create({
    data: {
      ...columns,
      id: randomUUID(),
      number: 2,
      contentHash: randomUUID(),
      parentId: version.id,
      status: 'in-review',
      task: JSON.parse(JSON.stringify(task)),
      manifest: JSON.parse(JSON.stringify(manifest)),
    },
  })
  return { ...version, id: next.id, contentHash: next.contentHash }
}

describe('before their own verdict', () => {
  test.each(['owner', 'reviewer', 'researcher'] as const)(
    'a %s finds no verdict of others on the page, in the record or in notices',
    async (role) => {
      const [other, reader] = [await world.user('reviewer'), await world.user(role)]
      const version = await world.version()
      await cast(other, version, 'approve')
      const text = await told(reader, version)
      expect(text).not.toContain(SECRET)
      expect(text).not.toContain('review.submit')
      const own = await told(other, version)
      expect(own).toContain(SECRET)
      expect(own).toContain('review.submit')
    },
  )

  test('the record shows all once theirs is in', async () => {
    const [other, reader] = [await world.user('reviewer'), await world.user('reviewer')]
    const version = await world.version()
    await cast(other, version, 'approve')
    const { id: versionId, contentHash } = version
    await submitReview({
      ctx: world.as(reader),
      input: { versionId, contentHash, verdict: 'approve', criteria: ALL_GOOD },
    })
    const { entries } = await listAudit({ ctx: world.as(reader), input: { entityId: versionId } })
    expect(entries.filter(({ verb }) => verb === 'review.submit')).toHaveLength(2)
  })

  test('verdicts on an earlier version stay hidden from who may still judge the next, not from its author', async () => {
    const [other, reader, author] = [
      await world.user('reviewer'),
      await world.user('reviewer'),
      await world.user('researcher'),
    ]
    const first = await world.version({ author: author.userId })
    await cast(other, first, 'request-changes')
    const second = await nextOf(first)
    const ctx = world.as(reader)
    const texts = JSON.stringify([
      await getReviewItem({ ctx, input: { versionId: second.id } }),
      await getEnvironment({ ctx, input: { versionId: first.id } }),
      (await listAudit({ ctx, input: { entityId: first.id } })).entries,
    ])
    expect(texts).not.toContain(SECRET)
    expect(texts).not.toContain('request-changes"')
    const forAuthor = await getEnvironment({ ctx: world.as(author), input: { versionId: first.id } })
    expect(forAuthor.reviews?.map(({ note }) => note)).toEqual([SECRET])
    // Who asked for the changes sees their own words beside what happened to them.
    const mine = await getReviewItem({ ctx: world.as(other), input: { versionId: second.id } })
    expect(mine.earlier.map(({ review }) => review.note)).toEqual([SECRET])
    const own = await getEnvironment({ ctx: world.as(other), input: { versionId: first.id } })
    expect(own.reviews?.map(({ note }) => note)).toEqual([SECRET])
  })
})
