'use client'

import { ActionError } from '#components/data/action-error.tsx'
import { fieldError } from '#components/data/action-state.ts'
import { postJson } from '#components/data/post-json.ts'
import { useAction } from '#components/data/use-action.ts'
import { Button } from '#components/ui/button.tsx'
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
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        const data = new FormData(event.currentTarget)
        const text = (name: string) => String(data.get(name) ?? '')
        run({ token, name: text('name'), email: text('email'), password: text('password') })
      }}
    >
      <TextField label="Name" name="name" autoComplete="name" required error={fieldError(result, 'name')} />
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        required
        hint="Your name for signing in; no mail is sent."
        error={fieldError(result, 'email')}
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        minLength={12}
        required
        hint="At least 12 characters."
        error={fieldError(result, 'password')}
      />
      <ActionError result={result} />
      <Button type="submit" tone="primary" disabled={pending}>
        {pending ? 'Creating the account' : 'Create the account'}
      </Button>
    </form>
  )
}
