import type { Metadata } from 'next'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { ButtonLink } from '#components/ui/button.tsx'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <>
      <h1 className="sr-only">Not found</h1>
      <EmptyState kind="none" title="Page not found" action={<ButtonLink href="/">Overview</ButtonLink>}>
        It may never have existed, or your role may not see it. Ctrl K finds things by name and id.
      </EmptyState>
    </>
  )
}
