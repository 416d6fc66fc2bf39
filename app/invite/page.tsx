import type { Metadata } from 'next'
import type { PageInput } from '#app/page-input.ts'
import { AuthCard } from '#components/people/auth-card.tsx'
import { RedeemForm } from '#components/people/redeem-form.tsx'
import { publicContext } from '#lib/http/context-of.ts'
import { isRevokedInvite } from '#lib/services/people/is-revoked-invite.ts'

export const metadata: Metadata = { title: 'Join the studio', referrer: 'no-referrer' }

export default async function InvitePage({ searchParams }: PageInput) {
  const { token } = await searchParams
  if (typeof token !== 'string' || token === '') {
    return (
      <AuthCard
        title="Join the studio"
        lead="This address lacks its token. Copy the whole link, to its last character."
      >
        {null}
      </AuthCard>
    )
  }
  if (await isRevokedInvite({ ctx: publicContext(), input: { token } }))
    return (
      <AuthCard title="Join the studio" lead="This invitation was taken back. Ask for a new one.">
        {null}
      </AuthCard>
    )
  return (
    <AuthCard title="Join the studio" lead="This invitation works once and names your role.">
      <RedeemForm kind="invite" token={token} />
    </AuthCard>
  )
}
