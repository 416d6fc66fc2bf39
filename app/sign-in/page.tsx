import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import type { PageInput } from '#app/page-input.ts'
import { AuthCard } from '#components/people/auth-card.tsx'
import { SignInForm } from '#components/people/sign-in-form.tsx'
import { optionalContext } from '#lib/http/page-context.ts'
import { localPath } from '#lib/http/sign-in-path.ts'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({ searchParams }: PageInput) {
  const { next } = await searchParams
  if (await optionalContext()) redirect(localPath(next))
  return (
    <AuthCard
      title="Sign in"
      lead="Accounts come by invitation. The first owner uses the link that the start of the product printed."
    >
      <SignInForm next={localPath(next)} />
    </AuthCard>
  )
}
