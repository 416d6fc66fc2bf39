import { ChevronLeft } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'

export type Crumb = { label: string; href: string }

/** Where am I, what is it, what can I do: breadcrumb, title with facts, primary actions. */
export function PageHeader({
  crumbs = [],
  title,
  facts,
  actions,
}: {
  crumbs?: readonly Crumb[]
  title: string
  facts?: ReactNode
  actions?: ReactNode
}) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 pb-4">
      <div className="min-w-0">
        {crumbs.length > 0 ? (
          <nav aria-label="Breadcrumb" className="text-xs text-muted">
            <ol className="flex flex-wrap gap-x-1.5">
              {crumbs.map((crumb) => (
                <li key={crumb.href}>
                  <Link
                    href={crumb.href}
                    className="inline-flex min-h-6 items-center gap-0.5 hover:text-ink hover:underline"
                  >
                    <ChevronLeft size={12} aria-hidden className="-ml-0.5" />
                    {crumb.label}
                  </Link>
                </li>
              ))}
            </ol>
          </nav>
        ) : null}
        <h1 className="text-xl [overflow-wrap:anywhere]">{title}</h1>
        {facts ? (
          // Facts wrap under each other on a phone: each link keeps the height of a finger's target.
          <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted [&_a]:inline-flex [&_a]:min-h-6 [&_a]:items-center">
            {facts}
          </div>
        ) : null}
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </header>
  )
}
