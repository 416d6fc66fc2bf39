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
                <li key={crumb.href} className="flex gap-x-1.5">
                  <Link href={crumb.href} className="hover:text-ink hover:underline">
                    {crumb.label}
                  </Link>
                  <span aria-hidden>/</span>
                </li>
              ))}
            </ol>
          </nav>
        ) : null}
        <h1 className="text-xl [overflow-wrap:anywhere]">{title}</h1>
        {facts ? (
          <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted">{facts}</div>
        ) : null}
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </header>
  )
}
