'use client'

import { type ReactNode, useEffect, useRef } from 'react'

/** A strip that scrolls sideways on a phone: what is current in it is brought into sight. */
export function CurrentInView({ current, children }: { current: string; children: ReactNode }) {
  const strip = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const link = strip.current?.querySelector(`[data-strip="${CSS.escape(current)}"]`)
    // Sideways only: scrollIntoView would move the page as well.
    if (strip.current && link instanceof HTMLElement) {
      const beyond = link.offsetLeft + link.offsetWidth - strip.current.clientWidth
      strip.current.scrollLeft = Math.max(0, beyond + link.offsetWidth / 2)
    }
  }, [current])
  return (
    <div ref={strip} className="relative overflow-x-auto">
      {children}
    </div>
  )
}
