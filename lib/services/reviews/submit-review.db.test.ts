import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CURRENT_GATE_SET, gatesOf } from '#lib/domain/gates.ts'
import { getEnvironment } from '#lib/services/environments/get-environment.ts'
import { submitForReview } from '#lib/services/environments/submit-for-review.ts'
import { getReviewItem } from '#lib/services/reviews/get-review-item.ts'
import { listQueue } from '#lib/services/reviews/list-queue.ts'
import { submitReview } from '#lib/services/reviews/submit-review.ts'
import { ALL_GOOD, openTestServices, type TestServices } from '#lib/services/services.fixture.ts'

let world: TestServices
beforeAll(async () => {
  world = await openTestServices()
})
afterAll(() => world.close())

const approve = ({ id, contentHash }: { id: string; contentHash: string }) => ({
  versionId: id,
  contentHash,
  verdict: 'approve' as const,
  criteria: ALL_GOOD,
})
const reject = (version: { id: string; contentHash: string }) => ({
  ...approve(version),
  verdict: 'request-changes' as const,
  note: 'The target leaks.',
})

describe('submitReview', () => {
  test('an approval names the content hash, the gate set and the reviewers, and is on record', async () => {
    const version = await world.version()
    const reviewer = await world.user('reviewer')
    const answer = await submitReview({ ctx: world.as(reviewer), input: approve(version) })
    expect(answer).toMatchObject({ status: 'approved', approvals: 1, needed: 1 })
    const approval = await world.database.db.approval.findFirst({ where: { versionId: version.id } })
    expect(approval).toMatchObject({
      contentHash: version.contentHash,
      gateSet: CURRENT_GATE_SET,
      reviewers: [reviewer.userId],
    })
    const audit = await world.database.db.audit.findFirst({
      where: { entityId: version.id, verb: 'review.submit' },
    })
    expect(audit).toMatchObject({ actorKind: 'user', actorId: reviewer.userId })
  })

  test('the author does not judge their own work, whatever their role', async () => {
    const author = await world.user('owner')
    const version = await world.version({ author: author.userId })
    await expect(submitReview({ ctx: world.as(author), input: approve(version) })).rejects.toMatchObject({
      code: 'forbidden',
      publicMessage: expect.stringContaining('author'),
    })
    await expect(submitReview({ ctx: world.as(author), input: reject(version) })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  test('the last editor does not either', async () => {
    const editor = await world.user('reviewer')
    const version = await world.version({ editor: editor.userId })
    await expect(submitReview({ ctx: world.as(editor), input: approve(version) })).rejects.toMatchObject({
      publicMessage: expect.stringContaining('edited'),
    })
  })

  test('one review a person, even when both clicks arrive at once', async () => {
    const version = await world.version()
    const reviewer = await world.user('reviewer')
    const both = await Promise.allSettled(
      [1, 2].map(() => submitReview({ ctx: world.as(reviewer), input: approve(version) })),
    )
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await world.database.db.review.count({ where: { versionId: version.id } })).toBe(1)
    expect(await world.database.db.approval.count({ where: { versionId: version.id } })).toBe(1)
  })

  test('of an approval and a request for changes at once, exactly one decides', async () => {
    const version = await world.version()
    const [a, b] = [await world.user('reviewer'), await world.user('reviewer')]
    const both = await Promise.allSettled([
      submitReview({ ctx: world.as(a), input: approve(version) }),
      submitReview({ ctx: world.as(b), input: reject(version) }),
    ])
    expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    const { status } = await world.database.db.version.findUniqueOrThrow({ where: { id: version.id } })
    const approvals = await world.database.db.approval.count({ where: { versionId: version.id } })
    expect(status === 'approved' ? approvals === 1 : approvals === 0).toBe(true)
  })

  test('what was not seen is not approved: another content hash is a conflict', async () => {
    const version = await world.version()
    const ctx = world.as(await world.user('reviewer'))
    await expect(
      submitReview({ ctx, input: { ...approve(version), contentHash: 'b'.repeat(64) } }),
    ).rejects.toMatchObject({ code: 'conflict' })
  })

  test.each(['none', 'quick'] as const)(
    'a certificate that is %s is not enough to approve, but enough to refuse',
    async (certificate) => {
      const version = await world.version({ certificate })
      const ctx = world.as(await world.user('reviewer'))
      await expect(submitReview({ ctx, input: approve(version) })).rejects.toMatchObject({
        publicMessage: expect.stringContaining('full certificate'),
      })
      expect(await submitReview({ ctx, input: reject(version) })).toMatchObject({
        status: 'changes-requested',
      })
    },
  )

  test('a single gate that is not comparable keeps a version out of the catalogue', async () => {
    const version = await world.version({ certificate: 'none' })
    const { db } = world.database
    const gates = gatesOf('full')
    await db.gateResult.createMany({
      data: gates.map((gate) => ({
        versionId: version.id,
        gateSet: CURRENT_GATE_SET,
        gate,
        kind: 'full',
        verdict: gate === 'regeneration' ? 'not-comparable' : 'passed',
        evidence: { v: 1, checks: [] },
      })),
    })
    const ctx = world.as(await world.user('reviewer'))
    await expect(submitReview({ ctx, input: approve(version) })).rejects.toMatchObject({
      publicMessage: expect.stringContaining('regeneration'),
    })
  })

  test.each([
    ['no mark', [], 'statement, data, evaluator, difficulty, leaks, realism'],
    ['one mark', ALL_GOOD.slice(0, 1), 'data, evaluator, difficulty, leaks, realism'],
    ['the last one missing', ALL_GOOD.slice(0, -1), 'Still open: realism.'],
    [
      'one said to be open',
      ALL_GOOD.map((one) => (one.criterion === 'leaks' ? { ...one, mark: 'not-checked' as const } : one)),
      'Still open: leaks.',
    ],
  ])('an approval with %s is refused, naming what is open', async (_name, criteria, open) => {
    const version = await world.version()
    const ctx = world.as(await world.user('reviewer'))
    await expect(submitReview({ ctx, input: { ...approve(version), criteria } })).rejects.toMatchObject({
      code: 'precondition',
      publicMessage: expect.stringContaining(open),
    })
    expect(await world.database.db.review.count({ where: { versionId: version.id } })).toBe(0)
  })

  test('a criterion marked twice is refused', async () => {
    const version = await world.version()
    const ctx = world.as(await world.user('reviewer'))
    const criteria = [...ALL_GOOD.slice(1), ...ALL_GOOD.slice(1, 2)]
    await expect(submitReview({ ctx, input: { ...approve(version), criteria } })).rejects.toThrow('twice')
  })

  test('a request for changes needs no marks', async () => {
    const version = await world.version()
    const ctx = world.as(await world.user('reviewer'))
    const answer = await submitReview({ ctx, input: { ...reject(version), criteria: [] } })
    expect(answer.status).toBe('changes-requested')
  })

  test('a request for changes needs a sentence', async () => {
    const version = await world.version()
    const ctx = world.as(await world.user('reviewer'))
    await expect(
      submitReview({ ctx, input: { ...approve(version), verdict: 'request-changes' } }),
    ).rejects.toMatchObject({ code: 'precondition' })
  })

  test.each(['verified', 'approved', 'changes-requested', 'rejected'] as const)(
    'a version that is %s is not reviewed',
    async (status) => {
      const version = await world.version({ status })
      const ctx = world.as(await world.user('reviewer'))
      await expect(submitReview({ ctx, input: approve(version) })).rejects.toMatchObject({
        code: 'precondition',
      })
    },
  )
})

describe('blind review', () => {
  test("others' verdicts are in no answer before one's own is in", async () => {
    const version = await world.version()
    const [first, second] = [await world.user('reviewer', 'First'), await world.user('reviewer', 'Second')]
    // Stored directly: one approval decides, so an open version with a review exists only between two of several.
    await world.database.db.review.create({
      data: {
        versionId: version.id,
        reviewerId: first.userId,
        verdict: 'approve',
        criteria: [],
        note: 'SECRET-NOTE',
        contentHash: version.contentHash,
      },
    })
    const ctx = world.as(second)
    const seen = JSON.stringify([
      await getReviewItem({ ctx, input: { versionId: version.id } }),
      await getEnvironment({ ctx, input: { versionId: version.id } }),
      await listQueue({ ctx }),
    ])
    expect(seen).not.toContain('SECRET-NOTE')
    const own = await getReviewItem({ ctx: world.as(first), input: { versionId: version.id } })
    expect(own.mine?.note).toBe('SECRET-NOTE')
    await submitReview({ ctx, input: reject(version) })
    const after = await getReviewItem({ ctx, input: { versionId: version.id } })
    expect(after.others?.map((one) => one.note)).toEqual(['SECRET-NOTE'])
  })

  test('viewers never learn verdicts while a version is in review', async () => {
    const version = await world.version()
    await world.database.db.review.create({
      data: {
        versionId: version.id,
        reviewerId: 'somebody',
        verdict: 'approve',
        criteria: [],
        note: 'SECRET-NOTE',
        contentHash: version.contentHash,
      },
    })
    const detail = await getEnvironment({
      ctx: world.as(await world.user('viewer')),
      input: { versionId: version.id },
    })
    expect(JSON.stringify(detail)).not.toContain('SECRET-NOTE')
  })
})

describe('the way into the queue', () => {
  test('a verified version with a full certificate is submitted once', async () => {
    const version = await world.version({ status: 'verified' })
    const ctx = world.as(await world.user('researcher'))
    const both = await Promise.allSettled(
      [1, 2].map(() => submitForReview({ ctx, input: { versionId: version.id } })),
    )
    expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    expect((await listQueue({ ctx })).items.some((item) => item.versionId === version.id)).toBe(true)
  })

  test('a quick certificate is refused, naming what is missing', async () => {
    const version = await world.version({ status: 'verified', certificate: 'quick' })
    const ctx = world.as(await world.user('researcher'))
    await expect(submitForReview({ ctx, input: { id: version.slug } })).rejects.toMatchObject({
      publicMessage: expect.stringContaining('review needs the full one'),
    })
  })

  test('what one may judge comes first', async () => {
    const me = await world.user('reviewer')
    const own = await world.version({ author: me.userId })
    const foreign = await world.version()
    const { items } = await listQueue({ ctx: world.as(me) })
    const at = (wanted: string) => items.findIndex((item) => item.versionId === wanted)
    expect(at(foreign.id)).toBeLessThan(at(own.id))
    expect(items[at(own.id)]?.can).toMatchObject({
      allowed: false,
      reason: expect.stringContaining('author'),
    })
  })

  test('the queue comes in pages whose counts are of the whole', async () => {
    const ctx = world.as(await world.user('reviewer'))
    const whole = await listQueue({ ctx })
    expect(whole).toMatchObject({ waiting: whole.items.length, next: null })
    const found: string[] = []
    for (let after: string | null | undefined; after !== null; ) {
      const page = await listQueue({ ctx, input: { limit: 2, after } })
      expect(page).toMatchObject({ waiting: whole.waiting, mine: whole.mine })
      found.push(...page.items.map((item) => item.versionId))
      after = page.next
    }
    expect(found).toEqual(whole.items.map((item) => item.versionId))
  })
})
