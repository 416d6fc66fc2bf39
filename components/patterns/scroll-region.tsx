import { clsx } from 'clsx'
import type { ReactNode } from 'react'

type ScrollRegionProps = {
  label: string
  children: ReactNode
  maxHeight?: string | undefined
  bordered?: boolean
}

/** A region that scrolls by itself must be reachable by keyboard (WCAG 2.1.1), hence the tab stop. */
export function ScrollRegion({ label, children, maxHeight, bordered = false }: ScrollRegionProps) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: keyboard users scroll from here
      tabIndex={0}
      className={clsx('relative overflow-auto -outline-offset-2', bordered && 'border-t border-line')}
      style={{ maxHeight }}
    >
      {children}
    </section>
  )
}
