'use client'

import { postJson } from '#components/data/post-json.ts'
import { useAction } from '#components/data/use-action.ts'
import { ActionForm } from '#components/patterns/action-form.tsx'
import { TextField } from '#components/ui/field.tsx'
import { PEOPLE } from '#lib/contracts/people.ts'

const ENDPOINTS = { owner: PEOPLE.redeemOwner, invite: PEOPLE.redeemInvite }

type Account = { token: string; name: string; email: string; password: string }
type RedeemFormProps = { token: string; kind: 'owner' | 'invite' }

/** One-time link to an account: name, e-mail and password, asked once. */
export function RedeemForm({ token, kind }: RedeemFormProps) {
  const redeem = (account: Account) => postJson(ENDPOINTS[kind], account)
  const { run, pending, result } = useAction(redeem, () =>
    // A whole load: what the router fetched ahead for a stranger holds no longer.
    window.location.replace('/'),
  )
  return (
    <ActionForm
      sent={{ pending, result }}
      onSend={(data) => {
        const text = (name: string) => String(data.get(name) ?? '')
        run({ token, name: text('name'), email: text('email'), password: text('password') })
      }}
      words={{ send: 'Create the account', sending: 'Creating the account' }}
    >
      <TextField label="Name" name="name" autoComplete="name" required />
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        required
        hint="Your name for signing in; no mail is sent."
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        minLength={12}
        required
        hint="At least 12 characters."
      />
    </ActionForm>
  )
}
