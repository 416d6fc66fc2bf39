import { z } from 'zod'
import type { Endpoints } from '#lib/contracts/endpoint.ts'
import { Time } from '#lib/contracts/paging.ts'
import { Data, Line } from '#lib/domain/text.ts'
import { TOKEN_SCOPES, USER_ROLES } from '#lib/domain/vocabulary.ts'

const Password = Data.min(12, 'At least 12 characters.').max(128)
const Name = Line.trim().min(1).max(80)
const Email = z
  .email()
  .max(200)
  .transform((email) => email.toLowerCase())

/** The one-time token of the first start makes the first owner. */
export const RedeemOwnerTokenInput = z.strictObject({
  token: Line.max(200),
  name: Name,
  email: Email,
  password: Password,
})
/** An invitation makes a member with the role that it names. */
export const RedeemInviteInput = z.strictObject({
  token: Line.max(200),
  name: Name,
  email: Email,
  password: Password,
})
export const Redeemed = z.object({ userId: z.string(), email: z.string(), role: z.enum(USER_ROLES) })
export type Redeemed = z.infer<typeof Redeemed>

export const CreateInviteInput = z.strictObject({
  role: z.enum(USER_ROLES),
  email: Email.nullable().default(null),
})
export const RevokeInviteInput = z.strictObject({ inviteId: z.uuid() })
/** `token` is shown once and never stored. */
export const InviteCreated = z.object({
  id: z.uuid(),
  token: z.string(),
  path: z.string(),
  role: z.enum(USER_ROLES),
  expiresAt: Time,
})
export type InviteCreated = z.infer<typeof InviteCreated>

export const ChangeRoleInput = z.strictObject({
  userId: Line.max(80),
  role: z.enum(USER_ROLES),
  disabled: z.boolean().optional(),
})

export const Person = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(USER_ROLES),
  disabled: z.boolean(),
  createdAt: Time,
})
export type Person = z.infer<typeof Person>
export const OpenInvite = z.object({
  id: z.uuid(),
  role: z.enum(USER_ROLES),
  email: z.string().nullable(),
  createdAt: Time,
  expiresAt: Time,
})
export const TokenView = z.object({
  id: z.uuid(),
  name: z.string(),
  scope: z.enum(TOKEN_SCOPES),
  userId: z.string(),
  userName: z.string(),
  createdAt: Time,
  lastUsedAt: Time.nullable(),
  revokedAt: Time.nullable(),
})
export type TokenView = z.infer<typeof TokenView>
/** Owners see everybody's tokens and the open invitations, others their own tokens and the names. */
export const People = z.object({
  people: z.array(Person),
  invites: z.array(OpenInvite),
  tokens: z.array(TokenView),
})
export type People = z.infer<typeof People>

export const CreateTokenInput = z.strictObject({ name: Name, scope: z.enum(TOKEN_SCOPES) })
/** `token` is shown once and never stored. */
export const TokenCreated = z.object({
  id: z.uuid(),
  name: z.string(),
  scope: z.enum(TOKEN_SCOPES),
  token: z.string(),
})
export type TokenCreated = z.infer<typeof TokenCreated>
export const RevokeTokenInput = z.strictObject({ tokenId: z.uuid() })

/** Who is asking: `GET /api/v1/me`. */
export const Me = z.object({
  kind: z.enum(['user', 'token', 'system']),
  id: z.string(),
  name: z.string(),
  role: z.enum(USER_ROLES),
  scope: z.enum(TOKEN_SCOPES).nullable(),
  can: z.array(z.string()),
})
export type Me = z.infer<typeof Me>

/** People, invitations and tokens. */
export const PEOPLE = {
  redeemOwner: {
    method: 'POST',
    path: '/api/v1/redeem/owner',
    summary: 'Make the first owner from the one-time token',
    right: null,
    open: true,
    body: RedeemOwnerTokenInput,
    response: Redeemed,
  },
  redeemInvite: {
    method: 'POST',
    path: '/api/v1/redeem/invite',
    summary: 'Make an account from an invitation',
    right: null,
    open: true,
    body: RedeemInviteInput,
    response: Redeemed,
  },
  me: {
    method: 'GET',
    path: '/api/v1/me',
    summary: 'Who is asking, and what they may do',
    right: null,
    response: Me,
  },
  list: {
    method: 'GET',
    path: '/api/v1/people',
    summary: 'People, open invitations and tokens',
    right: 'people.list',
    response: People,
  },
  changeRole: {
    method: 'PATCH',
    path: '/api/v1/people',
    summary: "Change a person's role or lock the account",
    right: 'people.change-role',
    body: ChangeRoleInput,
    response: Person,
  },
  invite: {
    method: 'POST',
    path: '/api/v1/people/invites',
    summary: 'Make a one-time invitation',
    right: 'people.invite',
    body: CreateInviteInput,
    response: InviteCreated,
    status: 201,
  },
  revokeInvite: {
    method: 'DELETE',
    path: '/api/v1/people/invites/{inviteId}',
    summary: 'Take an open invitation back',
    right: 'people.invite',
    response: z.object({ id: z.uuid() }),
  },
  createToken: {
    method: 'POST',
    path: '/api/v1/tokens',
    summary: 'Make an API token: its scope is a role or less than what the caller may do',
    right: 'token.create',
    body: CreateTokenInput,
    response: TokenCreated,
    status: 201,
  },
  revokeToken: {
    method: 'DELETE',
    path: '/api/v1/tokens/{tokenId}',
    summary: 'End an API token',
    right: 'token.revoke',
    response: z.object({ id: z.uuid() }),
  },
} as const satisfies Endpoints
