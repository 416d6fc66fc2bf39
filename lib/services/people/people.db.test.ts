import { randomUUID } from 'node:crypto'
import { verifyPassword } from 'better-auth/crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import type { CreateInviteInput } from '#lib/contracts/people.ts'
import { TOKEN_SCOPES } from '#lib/domain/vocabulary.ts'
import { actorOfSession } from '#lib/services/people/actor-of-session.ts'
import { actorOfToken } from '#lib/services/people/actor-of-token.ts'
import { changeRole } from '#lib/services/people/change-role.ts'
import { createInvite } from '#lib/services/people/create-invite.ts'
import { createLocalToken } from '#lib/services/people/create-local-token.ts'
import { createToken } from '#lib/services/people/create-token.ts'
import { isRevokedInvite } from '#lib/services/people/is-revoked-invite.ts'
import { issueOwnerToken } from '#lib/services/people/issue-owner-token.ts'
import { listPeople } from '#lib/services/people/list-people.ts'
import { HAS_PERSON } from '#lib/services/people/local-person.ts'
import { redeemInvite } from '#lib/services/people/redeem-invite.ts'
import { redeemOwnerToken } from '#lib/services/people/redeem-owner-token.ts'
import { revokeInvite } from '#lib/services/people/revoke-invite.ts'
import { revokeToken } from '#lib/services/people/revoke-token.ts'
import { hashSecret } from '#lib/services/people/secrets.ts'
import { submitReview } from '#lib/services/reviews/submit-review.ts'
import { withdrawReview } from '#lib/services/reviews/withdraw-review.ts'
import { ALL_GOOD, openTestServices, SYSTEM, type TestServices } from '#lib/services/services.fixture.ts'

let world: TestServices
beforeAll(async () => {
  world = await openTestServices()
})
afterAll(() => world.close())

const system = () => world.as(SYSTEM)
let number = 0
const person = (token: string) => ({
  token,
  name: 'Ann',
  email: `Ann${number++}@Example.org`,
  password: 'correct horse battery',
})

describe('the first owner', () => {
  test('comes in by the newest token, once, and never again', async () => {
    const old = await issueOwnerToken({ ctx: system() })
    const token = await issueOwnerToken({ ctx: system() })
    await expect(redeemOwnerToken({ ctx: system(), input: person(old?.token ?? '') })).rejects.toMatchObject({
      code: 'forbidden',
    })
    const both = await Promise.allSettled(
      [1, 2].map(() => redeemOwnerToken({ ctx: system(), input: person(token?.token ?? '') })),
    )
    expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    expect(await issueOwnerToken({ ctx: system() })).toBeNull()
  })

  test('has a hashed password and a small-letter address; no token is stored', async () => {
    const { db } = world.database
    const owner = await db.user.findFirstOrThrow({
      where: { role: 'owner' },
      select: { email: true, accounts: { select: { password: true } } },
    })
    expect(owner.email).toBe(owner.email.toLowerCase())
    const hash = owner.accounts[0]?.password ?? ''
    expect(await verifyPassword({ hash, password: 'correct horse battery' })).toBe(true)
    expect(JSON.stringify(await db.invite.findMany())).not.toContain('smo_')
  })

  test('only the set-up issues owner and local tokens', async () => {
    const ctx = world.as(await world.user('owner'))
    await expect(issueOwnerToken({ ctx })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(createLocalToken({ ctx })).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('invitations', () => {
  const invite = async (input: z.input<typeof CreateInviteInput> = { role: 'reviewer' }) =>
    createInvite({ ctx: world.as(await world.user('owner')), input })

  test('make a member with the role that they name', async () => {
    const { token } = await invite()
    expect(await redeemInvite({ ctx: system(), input: person(token) })).toMatchObject({ role: 'reviewer' })
    await expect(redeemInvite({ ctx: system(), input: person(token) })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  test('end after three days', async () => {
    const { id, token, expiresAt } = await invite()
    expect(Math.round((Date.parse(expiresAt) - Date.now()) / 3_600_000)).toBe(72)
    await world.database.db.invite.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1000) } })
    await expect(redeemInvite({ ctx: system(), input: person(token) })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  test('are taken back: the link says so, the list forgets it, and the record names who', async () => {
    const owner = await world.user('owner')
    const ctx = world.as(owner)
    const { id, token } = await createInvite({ ctx, input: { role: 'viewer' } })
    expect((await listPeople({ ctx })).invites.map((one) => one.id)).toContain(id)
    expect(await isRevokedInvite({ ctx: system(), input: { token } })).toBe(false)
    expect(await revokeInvite({ ctx, input: { inviteId: id } })).toEqual({ id })
    expect(await revokeInvite({ ctx, input: { inviteId: id } })).toEqual({ id })
    expect((await listPeople({ ctx })).invites.map((one) => one.id)).not.toContain(id)
    expect(await isRevokedInvite({ ctx: system(), input: { token } })).toBe(true)
    for (const other of ['smi_wrong', 'x'.repeat(500), ''])
      expect(await isRevokedInvite({ ctx: system(), input: { token: other } })).toBe(false)
    await expect(redeemInvite({ ctx: system(), input: person(token) })).rejects.toMatchObject({
      code: 'forbidden',
      publicMessage: expect.stringContaining('taken back'),
    })
    const lines = await world.database.db.audit.findMany({
      where: { entityId: id, verb: 'people.revoke-invite' },
    })
    expect(lines.map(({ actorId }) => actorId)).toEqual([owner.userId])
  })

  test('that were used, or never were, cannot be taken back', async () => {
    const ctx = world.as(await world.user('owner'))
    const { id, token } = await invite()
    await redeemInvite({ ctx: system(), input: person(token) })
    await expect(revokeInvite({ ctx, input: { inviteId: id } })).rejects.toMatchObject({
      code: 'precondition',
    })
    await expect(revokeInvite({ ctx, input: { inviteId: randomUUID() } })).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  test('of a redemption and a revocation at once exactly one happens', async () => {
    const ctx = world.as(await world.user('owner'))
    for (let round = 0; round < 5; round++) {
      const { id, token } = await invite()
      const both = await Promise.allSettled([
        redeemInvite({ ctx: system(), input: person(token) }),
        revokeInvite({ ctx, input: { inviteId: id } }),
      ])
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    }
  })

  test('for an address are for nobody else, and stay usable after a wrong try', async () => {
    const { token } = await invite({ role: 'viewer', email: 'zoe@example.org' })
    await expect(redeemInvite({ ctx: system(), input: person(token) })).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect(
      await redeemInvite({ ctx: system(), input: { ...person(token), email: 'Zoe@example.org' } }),
    ).toMatchObject({ role: 'viewer' })
  })

  test('an owner token opens no member door and the other way round', async () => {
    const { token } = await invite({ role: 'owner' })
    await expect(redeemOwnerToken({ ctx: system(), input: person(token) })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  test('an address that is taken is a conflict and leaves the link usable', async () => {
    const first = person((await invite()).token)
    await redeemInvite({ ctx: system(), input: first })
    const { token } = await invite()
    await expect(redeemInvite({ ctx: system(), input: { ...first, token } })).rejects.toMatchObject({
      code: 'conflict',
    })
    expect(await redeemInvite({ ctx: system(), input: person(token) })).toMatchObject({ role: 'reviewer' })
  })

  test.each([
    ['short password', { password: 'short' }],
    ['no address', { email: 'x' }],
    ['no name', { name: ' ' }],
    ['unknown key', { role: 'owner' }],
  ])('refuse %s', async (_name, over) => {
    const { token } = await invite()
    await expect(redeemInvite({ ctx: system(), input: { ...person(token), ...over } })).rejects.toMatchObject(
      { code: 'invalid' },
    )
  })
})

describe('roles', () => {
  test('the last owner stays, even when two demote each other at once', async () => {
    const { db } = world.database
    await db.user.updateMany({ where: { role: 'owner' }, data: { role: 'viewer' } })
    const [a, b] = [await world.user('owner'), await world.user('owner')]
    const both = await Promise.allSettled([
      changeRole({ ctx: world.as(a), input: { userId: b.userId, role: 'viewer' } }),
      changeRole({ ctx: world.as(b), input: { userId: a.userId, role: 'viewer' } }),
    ])
    expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    expect(await db.user.count({ where: { role: 'owner', ...HAS_PERSON } })).toBe(1)
  })

  test('a locked account loses its sessions, its actor and its tokens', async () => {
    const owner = world.as(await world.user('owner'))
    const member = await world.user('researcher')
    const { token } = await createToken({ ctx: world.as(member), input: { name: 'ci', scope: 'researcher' } })
    expect(await actorOfToken({ ctx: system(), token })).toMatchObject({
      kind: 'token',
      role: 'researcher',
      scope: 'researcher',
    })
    await world.database.db.session.create({
      data: { id: 's1', token: 's1', userId: member.userId, expiresAt: new Date(Date.now() + 1e6) },
    })
    expect(await actorOfSession({ ctx: system(), token: 's1' })).toMatchObject({ role: 'researcher' })
    await changeRole({ ctx: owner, input: { userId: member.userId, role: 'researcher', disabled: true } })
    expect(await actorOfToken({ ctx: system(), token })).toBeNull()
    expect(await actorOfSession({ ctx: system(), token: 's1' })).toBeNull()
    expect(await world.database.db.session.count({ where: { userId: member.userId } })).toBe(0)
  })
})

describe('tokens', () => {
  test('are stored as hashes, work until ended, and only their person or an owner ends them', async () => {
    const member = await world.user('viewer')
    const { id, token } = await createToken({
      ctx: world.as(member),
      input: { name: 'agent', scope: 'agent' },
    })
    const row = await world.database.db.apiToken.findUniqueOrThrow({ where: { id } })
    expect(row.tokenHash).toBe(hashSecret(token))
    expect(JSON.stringify(row)).not.toContain(token)
    await expect(
      revokeToken({ ctx: world.as(await world.user('researcher')), input: { tokenId: id } }),
    ).rejects.toMatchObject({ code: 'forbidden' })
    await revokeToken({ ctx: world.as(member), input: { tokenId: id } })
    expect(await actorOfToken({ ctx: system(), token })).toBeNull()
    expect(await actorOfToken({ ctx: system(), token: 'sml_wrong' })).toBeNull()
  })

  test.each([
    ['owner', ['owner', 'researcher', 'reviewer', 'viewer', 'trainer', 'agent']],
    ['researcher', ['researcher', 'viewer', 'trainer', 'agent']],
    ['reviewer', ['reviewer', 'viewer', 'agent']],
    ['viewer', ['viewer', 'agent']],
  ] as const)('a %s gives no scope that may do more than they', async (role, scopes) => {
    const ctx = world.as(await world.user(role))
    for (const scope of TOKEN_SCOPES) {
      const made = createToken({ ctx, input: { name: scope, scope } })
      if ((scopes as readonly string[]).includes(scope)) await expect(made).resolves.toMatchObject({ scope })
      else
        await expect(made, scope).rejects.toMatchObject({
          code: 'forbidden',
          publicMessage: expect.stringContaining(scopes.join(', ')),
        })
    }
  })

  test('a token makes no token that may do more than itself, whoever its person is', async () => {
    const ctx = world.as(await world.token('owner', 'viewer'))
    await expect(createToken({ ctx, input: { name: 'up', scope: 'owner' } })).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect(await createToken({ ctx, input: { name: 'same', scope: 'viewer' } })).toMatchObject({
      scope: 'viewer',
    })
  })

  test('a reviewer works with a token of their role, and less after their role has changed', async () => {
    const reviewer = await world.user('reviewer')
    const { token } = await createToken({
      ctx: world.as(reviewer),
      input: { name: 'review by script', scope: 'reviewer' },
    })
    const version = await world.version()
    const act = async () => world.as((await actorOfToken({ ctx: system(), token })) ?? SYSTEM)
    const input = {
      versionId: version.id,
      contentHash: version.contentHash,
      verdict: 'approve' as const,
      criteria: ALL_GOOD,
    }
    expect(await submitReview({ ctx: await act(), input })).toMatchObject({ status: 'approved' })
    const owner = world.as(await world.user('owner'))
    await changeRole({ ctx: owner, input: { userId: reviewer.userId, role: 'viewer' } })
    await expect(
      withdrawReview({ ctx: await act(), input: { versionId: version.id } }),
    ).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('a new local token ends the one before', async () => {
    const first = await createLocalToken({ ctx: system() })
    const second = await createLocalToken({ ctx: system() })
    expect(await actorOfToken({ ctx: system(), token: first.token })).toBeNull()
    expect(await actorOfToken({ ctx: system(), token: second.token })).toMatchObject({ scope: 'owner' })
  })

  test('members see names, owners see addresses, invitations and all tokens', async () => {
    const member = await world.user('viewer')
    const seen = await listPeople({ ctx: world.as(member) })
    expect(seen.invites).toEqual([])
    expect(seen.people.filter((one) => one.id !== member.userId && one.email !== '')).toEqual([])
    const all = await listPeople({ ctx: world.as(await world.user('owner')) })
    expect(all.tokens.length).toBeGreaterThan(seen.tokens.length)
    expect(all.people.every((one) => one.email !== '')).toBe(true)
  })
})
