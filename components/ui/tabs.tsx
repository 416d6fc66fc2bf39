import { clsx } from 'clsx'
import Link from 'next/link'
import { CurrentInView } from '#components/ui/current-in-view.tsx'

export type TabLink = { id: string; label: string; href: string; count?: number | undefined }

/** Tabs are pages: each has an address, so that a tab can be sent to a colleague. */
export function TabLinks({
  label,
  tabs,
  current,
}: {
  label: string
  tabs: readonly TabLink[]
  current: string
}) {
  return (
    <nav aria-label={label} className="border-b border-line">
      <CurrentInView current={current}>
        <ul className="flex min-w-max gap-1">
          {tabs.map((tab) => (
            <li key={tab.id}>
              <Link
                href={tab.href}
                data-strip={tab.id}
                scroll={false}
                aria-current={tab.id === current ? 'page' : undefined}
                className={clsx(
                  '-mb-px inline-flex h-9 items-center gap-1.5 border-b-2 px-2.5 text-sm -outline-offset-2',
                  tab.id === current
                    ? 'border-sand font-medium text-ink'
                    : 'border-transparent text-muted hover:text-ink',
                )}
              >
                {tab.label}
                {tab.count === undefined ? null : (
                  <span className="num rounded-sm bg-sunken px-1 text-xs text-muted">{tab.count}</span>
                )}
              </Link>
            </li>
          ))}
        </ul>
      </CurrentInView>
    </nav>
  )
}
