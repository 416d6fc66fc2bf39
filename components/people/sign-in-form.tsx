'use client'

import { ActionError } from '#components/data/action-error.tsx'
import { signIn } from '#components/data/sign-in.ts'
import { useAction } from '#components/data/use-action.ts'
import { Button } from '#components/ui/button.tsx'
import { TextField } from '#components/ui/field.tsx'

export function SignInForm({ next }: { next: string }) {
  const { run, pending, result } = useAction(signIn, () =>
    // A whole load: what the router fetched ahead for a stranger holds no longer. MLflow's links name a run behind the #.
    window.location.replace(`${next}${window.location.hash}`),
  )
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        const data = new FormData(event.currentTarget)
        run({ email: String(data.get('email')), password: String(data.get('password')) })
      }}
    >
      <TextField label="E-mail" name="email" type="email" autoComplete="username" required />
      <TextField label="Password" name="password" type="password" autoComplete="current-password" required />
      <ActionError result={result} />
      <Button type="submit" tone="primary" disabled={pending}>
        {pending ? 'Signing in' : 'Sign in'}
      </Button>
    </form>
  )
}
