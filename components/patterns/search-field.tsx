'use client'

import { Search } from 'lucide-react'
import { useEffect, useRef } from 'react'

const WAIT_MS = 250

/** A search box whose text goes to the address after a pause in typing. `/` puts the cursor into it. */
export function SearchField({
  label,
  value,
  onSearch,
}: {
  label: string
  value: string
  onSearch: (text: string) => void
}) {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const input = useRef<HTMLInputElement>(null)
  // The address is the owner: going back must also change the text in the box.
  useEffect(() => {
    if (input.current && document.activeElement !== input.current) input.current.value = value
  }, [value])
  useEffect(() => () => void (timer.current && clearTimeout(timer.current)), [])
  function later(text: string) {
    if (timer.current) clearTimeout(timer.current)
    timer.current = setTimeout(() => onSearch(text), WAIT_MS)
  }
  return (
    <search className="flex h-8 w-full min-w-0 max-w-full items-center gap-1.5 rounded-md border border-edge bg-raised px-2 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-focus sm:w-64">
      <Search size={14} aria-hidden className="shrink-0 text-muted" />
      <input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={label}
        defaultValue={value}
        onChange={(event) => later(event.target.value)}
        className="w-full min-w-0 bg-transparent text-sm outline-none placeholder:text-muted"
      />
    </search>
  )
}
