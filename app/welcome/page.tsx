import type { Metadata } from 'next'
import type { PageInput } from '#app/page-input.ts'
import { AuthCard } from '#components/people/auth-card.tsx'
import { RedeemForm } from '#components/people/redeem-form.tsx'

export const metadata: Metadata = { title: 'Become the owner', referrer: 'no-referrer' }

export default async function WelcomePage({ searchParams }: PageInput) {
  const { token } = await searchParams
  if (typeof token !== 'string' || token === '') {
    return (
      <AuthCard
        title="Become the owner"
        lead="This address lacks its token. Copy the whole link, to its last character."
      >
        {null}
      </AuthCard>
    )
  }
  return (
    <AuthCard
      title="Become the owner"
      lead="This link works once. The account that you make here invites everybody else."
    >
      <RedeemForm kind="owner" token={token} />
    </AuthCard>
  )
}
