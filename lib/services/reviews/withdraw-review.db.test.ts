import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getEnvironment } from '#lib/services/environments/get-environment.ts'
import { retireVersion } from '#lib/services/environments/retire-version.ts'
import { getOverview } from '#lib/services/overview/get-overview.ts'
import { requestPack } from '#lib/services/packs/request-pack.ts'
import { getReviewItem } from '#lib/services/reviews/get-review-item.ts'
import { listQueue } from '#lib/services/reviews/list-queue.ts'
import { submitReview } from '#lib/services/reviews/submit-review.ts'
import { withdrawReview } from '#lib/services/reviews/withdraw-review.ts'
import { requestRevision } from '#lib/services/revisions/request-revision.ts'
import { ALL_GOOD, openTestServices, type TestServices } from '#lib/services/services.fixture.ts'

let world: TestServices
beforeAll(async () => {
  world = await openTestServices()
})
afterAll(() => world.close())

type Reviewer = Awaited<ReturnType<TestServices['user']>>
type Version = { id: string; contentHash: string }
const judge = (who: Reviewer, version: Version, verdict: 'approve' | 'request-changes') =>
  submitReview({
    ctx: world.as(who),
    input: {
      versionId: version.id,
      contentHash: version.contentHash,
      verdict,
      criteria: ALL_GOOD,
      note: verdict === 'approve' ? '' : 'The target leaks.',
    },
  })
const withdraw = (who: Reviewer, { id }: Version) =>
  withdrawReview({ ctx: world.as(who), input: { versionId: id } })
const statusOf = async ({ id }: Version) =>
  (await world.database.db.version.findUniqueOrThrow({ where: { id }, select: { status: true } })).status

/** Two people approve at once in a studio that asks for one; here the second stands while nothing is decided. */
async function undecided(who: Reviewer): Promise<Version> {
  const version = await world.version()
  await world.database.db.review.create({
    data: {
      versionId: version.id,
      reviewerId: who.userId,
      verdict: 'approve',
      criteria: ALL_GOOD,
      note: '',
      contentHash: version.contentHash,
      createdAt: new Date(Date.now() - 3_600_000),
    },
  })
  return version
}

describe('withdrawReview', () => {
  test.each(['approve', 'request-changes'] as const)('takes back %s at once, on record', async (verdict) => {
    const reviewer = await world.user('reviewer')
    const author = await world.user('researcher')
    const version = await world.version({ author: author.userId })
    await judge(reviewer, version, verdict)
    const before = await getReviewItem({ ctx: world.as(reviewer), input: { versionId: version.id } })
    expect(before.withdraw).toEqual({ allowed: true })
    const approved = async () => (await getOverview({ ctx: world.as(author) })).approvedThisWeek
    const counted = await approved()
    expect(await withdraw(reviewer, version)).toMatchObject({ status: 'in-review' })
    expect(await approved()).toBe(verdict === 'approve' ? counted - 1 : counted)

    const { item, mine, others } = await getReviewItem({
      ctx: world.as(await world.user('owner')),
      input: { versionId: version.id },
    })
    expect([item.reviews, mine, others]).toEqual([0, null, null])
    const { items } = await listQueue({ ctx: world.as(reviewer) })
    expect(items.find(({ versionId }) => versionId === version.id)).toMatchObject({
      can: { allowed: true },
      reviewedByMe: false,
    })
    const audit = await world.database.db.audit.findFirst({
      where: { entityId: version.id, verb: 'review.withdraw' },
    })
    expect(audit).toMatchObject({ actorId: reviewer.userId, detail: { verdict } })
    const told = await world.database.db.notice.findMany({ where: { userId: author.userId } })
    expect(told.map(({ kind }) => kind)).toEqual(
      verdict === 'approve' ? [] : ['changes-requested', 'verdict-withdrawn'],
    )

    // The other verdict follows; History shows both, and only the last approval counts.
    await judge(reviewer, version, 'approve')
    const detail = await getEnvironment({ ctx: world.as(author), input: { id: version.slug } })
    expect(detail.reviews?.map((one) => [one.verdict, one.withdrawnAt !== null])).toEqual([
      [verdict, true],
      ['approve', false],
    ])
    expect(detail.approval).toMatchObject({ reviewers: [reviewer.name], stale: false })
  })

  test('a verdict that decided nothing can be taken back however old it is', async () => {
    const reviewer = await world.user('reviewer')
    expect(await withdraw(reviewer, await undecided(reviewer))).toMatchObject({ status: 'in-review' })
  })

  test('after half a minute a decision stays, and the page says so', async () => {
    const reviewer = await world.user('reviewer')
    const version = await undecided(reviewer)
    await world.database.db.version.update({ where: { id: version.id }, data: { status: 'approved' } })
    await expect(withdraw(reviewer, version)).rejects.toMatchObject({
      code: 'precondition',
      publicMessage: expect.stringContaining('30 seconds'),
    })
    const page = await getReviewItem({ ctx: world.as(reviewer), input: { versionId: version.id } })
    expect(page.withdraw).toMatchObject({ allowed: false, reason: expect.stringContaining('30 seconds') })
  })

  test('nobody takes back what is not theirs, twice, or never given', async () => {
    const [reviewer, other] = [await world.user('reviewer'), await world.user('owner')]
    const version = await world.version()
    await expect(withdraw(reviewer, version)).rejects.toMatchObject({ code: 'precondition' })
    await judge(reviewer, version, 'approve')
    await expect(withdraw(other, version)).rejects.toMatchObject({ code: 'precondition' })
    const both = await Promise.allSettled([withdraw(reviewer, version), withdraw(reviewer, version)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await statusOf(version)).toBe('in-review')
  })

  test('what was built on a decision keeps it', async () => {
    const reviewer = await world.user('reviewer')
    const researcher = world.as(await world.user('researcher'))
    const packed = await world.version()
    await judge(reviewer, packed, 'approve')
    await requestPack({
      ctx: researcher,
      input: { slug: 'kept', title: 'Kept', layout: 'sandmle-task', versionIds: [packed.id] },
    })
    await expect(withdraw(reviewer, packed)).rejects.toMatchObject({
      publicMessage: expect.stringContaining('pack'),
    })
    const edited = await world.version()
    await judge(reviewer, edited, 'request-changes')
    await requestRevision({
      ctx: researcher,
      input: {
        versionId: edited.id,
        contentHash: edited.contentHash,
        reason: 'Clearer.',
        changes: [{ path: 'judge/rule.md', content: 'Another rule.\n' }],
      },
    })
    await expect(withdraw(reviewer, edited)).rejects.toMatchObject({
      publicMessage: expect.stringContaining('next version'),
    })
    const retired = await world.version()
    await judge(reviewer, retired, 'approve')
    await retireVersion({ ctx: researcher, input: { versionId: retired.id, reason: 'Dead.' } })
    await expect(withdraw(reviewer, retired)).rejects.toMatchObject({
      publicMessage: expect.stringContaining('retired'),
    })
  })

  test('of a withdrawal and a pack at once exactly one happens', async () => {
    const reviewer = await world.user('reviewer')
    const researcher = world.as(await world.user('researcher'))
    for (let round = 0; round < 5; round++) {
      const version = await world.version()
      await judge(reviewer, version, 'approve')
      const [packed, withdrawn] = await Promise.allSettled([
        requestPack({
          ctx: researcher,
          input: { slug: `race-${round}`, title: 'Race', layout: 'sandmle-task', versionIds: [version.id] },
        }),
        withdraw(reviewer, version),
      ])
      expect([packed.status, withdrawn.status].sort()).toEqual(['fulfilled', 'rejected'])
      expect(await statusOf(version)).toBe(packed.status === 'fulfilled' ? 'approved' : 'in-review')
    }
  })
})
