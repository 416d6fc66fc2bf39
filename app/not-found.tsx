import { AuthCard } from '#components/people/auth-card.tsx'
import { ButtonLink } from '#components/ui/button.tsx'

export default function NotFound() {
  return (
    <AuthCard
      title="Page not found"
      lead="Check the address to its last character, or start from the overview."
    >
      <ButtonLink tone="primary" href="/">
        Overview
      </ButtonLink>
    </AuthCard>
  )
}
