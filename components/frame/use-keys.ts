'use client'

import { useEffect, useEffectEvent, useRef } from 'react'
import { isOnePress, isTyping, KEYS_OFF } from '#components/frame/shortcuts.ts'

/** True while a dialog or a menu is open: its own keys come first. */
const overlayOpen = () => document.querySelector('[role="dialog"], [role="menu"]') !== null

export const singleKeysOff = (): boolean =>
  typeof localStorage !== 'undefined' && localStorage.getItem(KEYS_OFF) === '1'

/** Single-letter shortcuts of a page; silent while a person types and when switched off in the help (WCAG 2.1.4). */
export function useKeys(
  handlers: Readonly<Record<string, () => unknown>>,
  /** Ahead of every other listener, whichever came first. */
  { isFirst = false }: { isFirst?: boolean } = {},
) {
  const acted = useRef<string | null>(null)
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!event.repeat) acted.current = null
    if (!isOnePress(event)) {
      // A key that went to a field, and is still down there, is no letter of it.
      if (event.key === acted.current) event.preventDefault()
      return
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    const target = event.target instanceof HTMLElement ? event.target : null
    if (singleKeysOff() || isTyping(target, overlayOpen())) return
    const run = handlers[event.key]
    // False leaves the key to the next listener: the `p` of the frame's `g p` must not eat a page's own `p`.
    if (run && run() !== false) {
      acted.current = event.key
      event.preventDefault()
    }
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event)
    document.addEventListener('keydown', listen, isFirst)
    return () => document.removeEventListener('keydown', listen, isFirst)
  }, [isFirst])
}
