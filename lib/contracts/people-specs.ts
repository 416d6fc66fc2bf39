import { z } from 'zod'
import type { ApiSpec } from '#lib/contracts/api-spec.ts'
import * as people from '#lib/contracts/people.ts'

/** Routes of people, invitations and tokens; part of API_SPECS. */
export const PEOPLE_SPECS: readonly ApiSpec[] = [
  {
    method: 'POST',
    path: '/api/v1/redeem/owner',
    summary: 'Make the first owner from the one-time token',
    body: people.RedeemOwnerTokenInput,
    response: people.Redeemed,
    open: true,
  },
  {
    method: 'POST',
    path: '/api/v1/redeem/invite',
    summary: 'Make an account from an invitation',
    body: people.RedeemInviteInput,
    response: people.Redeemed,
    open: true,
  },
  { method: 'GET', path: '/api/v1/me', summary: 'Who is asking, and what they may do', response: people.Me },
  {
    method: 'GET',
    path: '/api/v1/people',
    summary: 'People, open invitations and tokens',
    response: people.People,
  },
  {
    method: 'PATCH',
    path: '/api/v1/people',
    summary: "Change a person's role or lock the account",
    body: people.ChangeRoleInput,
    response: people.Person,
  },
  {
    method: 'POST',
    path: '/api/v1/people/invites',
    summary: 'Make a one-time invitation',
    body: people.CreateInviteInput,
    response: people.InviteCreated,
    status: 201,
  },
  {
    method: 'DELETE',
    path: '/api/v1/people/invites/{inviteId}',
    summary: 'Take an open invitation back',
    response: z.object({ id: z.uuid() }),
  },
  {
    method: 'POST',
    path: '/api/v1/tokens',
    summary: 'Make an API token: its scope is a role or less than what the caller may do',
    body: people.CreateTokenInput,
    response: people.TokenCreated,
    status: 201,
  },
  {
    method: 'DELETE',
    path: '/api/v1/tokens/{tokenId}',
    summary: 'End an API token',
    response: z.object({ id: z.uuid() }),
  },
]
