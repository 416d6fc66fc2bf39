'use client'

import { signIn } from '#components/data/sign-in.ts'
import { useAction } from '#components/data/use-action.ts'
import { ActionForm } from '#components/patterns/action-form.tsx'
import { TextField } from '#components/ui/field.tsx'

export function SignInForm({ next }: { next: string }) {
  const { run, pending, result } = useAction(signIn, () =>
    // A whole load: what the router fetched ahead for a stranger holds no longer. MLflow's links name a run behind the #.
    window.location.replace(`${next}${window.location.hash}`),
  )
  return (
    <ActionForm
      sent={{ pending, result }}
      onSend={(data) => {
        run({ email: String(data.get('email')), password: String(data.get('password')) })
      }}
      words={{ send: 'Sign in', sending: 'Signing in' }}
    >
      <TextField label="E-mail" name="email" type="email" autoComplete="username" required />
      <TextField label="Password" name="password" type="password" autoComplete="current-password" required />
    </ActionForm>
  )
}
