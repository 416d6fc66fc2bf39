import { EmptyState } from '#components/patterns/empty-state.tsx'
import { ButtonLink } from '#components/ui/button.tsx'

export default function NotFound() {
  return (
    <main>
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        kind="none"
        title="Nothing has this address"
        action={<ButtonLink href="/">Overview</ButtonLink>}
      >
        Check the address, or start from the overview.
      </EmptyState>
    </main>
  )
}
