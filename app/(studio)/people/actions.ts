'use server'

import {
  ChangeRoleInput,
  CreateInviteInput,
  CreateTokenInput,
  RevokeInviteInput,
  RevokeTokenInput,
} from '#lib/contracts/people.ts'
import { action } from '#lib/http/action.ts'
import { changeRole } from '#lib/services/people/change-role.ts'
import { createInvite } from '#lib/services/people/create-invite.ts'
import { createToken } from '#lib/services/people/create-token.ts'
import { revokeInvite } from '#lib/services/people/revoke-invite.ts'
import { revokeToken } from '#lib/services/people/revoke-token.ts'

export const inviteAction = action(CreateInviteInput, createInvite)
export const revokeInviteAction = action(RevokeInviteInput, revokeInvite)
export const changeRoleAction = action(ChangeRoleInput, changeRole)
export const createTokenAction = action(CreateTokenInput, createToken)
export const revokeTokenAction = action(RevokeTokenInput, revokeToken)
