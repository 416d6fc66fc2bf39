import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Actor, personOf } from '#lib/domain/capabilities.ts'
import { actorOfToken } from '#lib/services/people/actor-of-token.ts'
import { changeRole } from '#lib/services/people/change-role.ts'
import { createInvite } from '#lib/services/people/create-invite.ts'
import { createLocalToken, isLocalToken } from '#lib/services/people/create-local-token.ts'
import { issueOwnerToken } from '#lib/services/people/issue-owner-token.ts'
import { redeemInvite } from '#lib/services/people/redeem-invite.ts'
import { redeemOwnerToken } from '#lib/services/people/redeem-owner-token.ts'
import { submitReview } from '#lib/services/reviews/submit-review.ts'
import { ALL_GOOD, openTestServices, SYSTEM, type TestServices } from '#lib/services/services.fixture.ts'

let world: TestServices
beforeEach(async () => {
  world = await openTestServices()
})
afterEach(() => world.close())

const system = () => world.as(SYSTEM)
const person = (name: string) => ({
  name,
  email: `${name}@example.org`,
  password: 'correct horse battery',
})

async function terminal(): Promise<Actor> {
  const { token } = await createLocalToken({ ctx: system() })
  const actor = await actorOfToken({ ctx: system(), token })
  if (actor === null) throw new Error('The local token opens nothing.')
  return actor
}

async function owner(): Promise<Actor & { kind: 'user' }> {
  const link = await issueOwnerToken({ ctx: system() })
  const made = await redeemOwnerToken({
    ctx: system(),
    input: { token: link?.token ?? '', ...person('olga') },
  })
  return { kind: 'user', userId: made.userId, name: 'olga', role: 'owner' }
}

async function invited(by: Actor, name: string, role: 'owner' | 'reviewer'): Promise<Actor> {
  const { token } = await createInvite({ ctx: world.as(by), input: { role } })
  const made = await redeemInvite({ ctx: system(), input: { token, ...person(name) } })
  return { kind: 'user', userId: made.userId, name, role }
}

const approve = (actor: Actor, { id, contentHash }: { id: string; contentHash: string }) =>
  submitReview({
    ctx: world.as(actor),
    input: { versionId: id, contentHash, verdict: 'approve', criteria: ALL_GOOD },
  })

describe('the terminal of the machine and its first owner are one person', () => {
  test.each(['before', 'after'] as const)(
    'what the terminal made %s the link was redeemed, its owner may not approve, and somebody else may',
    async (when) => {
      const early = await terminal()
      const before = await world.version({ author: personOf(early) })
      const olga = await owner()
      const late = await terminal()
      const made = when === 'before' ? before : await world.version({ author: personOf(late) })
      for (const self of [olga, early, late])
        await expect(approve(self, made)).rejects.toMatchObject({
          publicMessage: expect.stringContaining('You are the author'),
        })
      expect(personOf(late)).toBe(olga.userId)
      expect(await approve(await invited(olga, 'rui', 'reviewer'), made)).toMatchObject({
        status: 'approved',
      })
    },
  )

  test('what the product made by itself, its owner may approve', async () => {
    await terminal()
    const made = await world.version({ author: 'system' })
    expect(await approve(await owner(), made)).toMatchObject({ status: 'approved' })
  })

  test('one account is left, under its person’s name', async () => {
    await terminal()
    await owner()
    expect(await world.database.db.user.findMany({ select: { name: true, role: true } })).toEqual([
      { name: 'olga', role: 'owner' },
    ])
  })

  test('the token has its person’s rights: fewer with their role, none once the account is locked', async () => {
    const olga = await owner()
    const second = await invited(olga, 'omar', 'owner')
    const { token } = await createLocalToken({ ctx: system() })
    const actor = () => actorOfToken({ ctx: system(), token })
    const change = (input: object) =>
      changeRole({ ctx: world.as(second), input: { userId: olga.userId, role: 'viewer', ...input } })
    await change({})
    expect(await actor()).toMatchObject({ userId: olga.userId, role: 'viewer' })
    await change({ disabled: true })
    expect(await actor()).toBeNull()
    expect(await isLocalToken({ ctx: system(), token })).toBe(false)
    expect(personOf(await terminal())).toBe(personOf(second))
  })
})

describe('an installation where the command line was somebody of its own', () => {
  const SQL = readFileSync(
    join(import.meta.dirname, '../../../prisma/migrations/20261128110000_one_owner/migration.sql'),
    'utf8',
  )

  async function migrate(): Promise<void> {
    const client = new pg.Client({ connectionString: world.database.ownerUrl })
    await client.connect()
    try {
      await client.query(SQL)
    } finally {
      await client.end()
    }
  }

  /** As earlier releases left it: an owner, and beside it the command line with a token and a version. */
  async function earlier() {
    const { db } = world.database
    const olga = await world.user('owner', 'olga')
    await db.user.create({
      data: { id: 'local-cli', name: 'Command line', email: 'command-line@localhost.invalid', role: 'owner' },
    })
    await db.invite.create({
      data: {
        kind: 'owner',
        role: 'owner',
        tokenHash: randomUUID(),
        expiresAt: new Date(),
        redeemedAt: new Date(),
        redeemedBy: olga.userId,
      },
    })
    await db.apiToken.create({
      data: { userId: 'local-cli', name: 'local.json', scope: 'owner', tokenHash: randomUUID() },
    })
    return olga
  }

  test('what it made becomes its owner’s, who may not approve it', async () => {
    const olga = await earlier()
    const made = await world.version({ author: 'local-cli' })
    await migrate()
    await expect(approve(olga, made)).rejects.toMatchObject({
      publicMessage: expect.stringContaining('You are the author'),
    })
    const { db } = world.database
    expect(await db.apiToken.findMany({ select: { userId: true } })).toEqual([{ userId: olga.userId }])
    expect(await db.user.count({ where: { id: 'local-cli' } })).toBe(0)
    expect(personOf(await terminal())).toBe(olga.userId)
  })

  test('a version that both judged keeps both lines, and versions are frozen again afterwards', async () => {
    const olga = await earlier()
    const { id, contentHash } = await world.version()
    const cast = (reviewerId: string) => ({
      versionId: id,
      reviewerId,
      contentHash,
      verdict: 'approve' as const,
      note: '',
    })
    await world.database.db.review.createMany({
      data: [cast('local-cli'), cast(olga.userId)].map((row) => ({ ...row, criteria: [] })),
    })
    await migrate()
    expect(await world.database.db.review.count({ where: { versionId: id } })).toBe(2)
    const client = new pg.Client({ connectionString: world.database.ownerUrl })
    await client.connect()
    await expect(client.query(`update version set "authorId" = 'x'`)).rejects.toThrow('never changes')
    await expect(client.query("update review set note = 'x'")).rejects.toThrow('append-only')
    await client.end()
  })

  test('before anybody redeemed the link nothing changes', async () => {
    const made = personOf(await terminal())
    await migrate()
    expect(await world.database.db.user.count({ where: { id: made } })).toBe(1)
    expect((await owner()).userId).toBe(made)
  })
})
