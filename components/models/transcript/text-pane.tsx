'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { clsx } from 'clsx'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { CopyText } from '#components/models/transcript/copy-text.tsx'
import { matchingRows, rowsOfText } from '#components/models/transcript/text-lines.ts'
import { plural } from '#components/patterns/format.ts'
import { IconButton } from '#components/ui/button.tsx'

const ROW_HEIGHT = 18

/** What somebody else wrote, as plain text: wrapped, searched, copied, and never taken for markup. */
export function TextPane({ label, text }: { label: string; text: string }) {
  const [words, setWords] = useState('')
  const [place, setPlace] = useState(0)
  const rows = useMemo(() => rowsOfText(text), [text])
  const matches = useMemo(() => matchingRows(rows, words), [rows, words])
  const box = useRef<HTMLElement>(null)
  const window = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 20,
  })
  const current = matches[place]
  function go(to: number, among = matches) {
    if (among.length === 0) return
    const next = (to + among.length) % among.length
    setPlace(next)
    window.scrollToIndex(among[next] ?? 0, { align: 'center' })
  }
  function search(next: string) {
    setWords(next)
    go(0, matchingRows(rows, next))
  }
  return (
    <div className="min-w-0">
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-1.5">
        <input
          type="search"
          aria-label={`Search ${label}`}
          placeholder="Search"
          value={words}
          onChange={(event) => search(event.target.value)}
          onKeyDown={(event) => (event.key === 'Enter' ? go(place + (event.shiftKey ? -1 : 1)) : undefined)}
          className="h-8 w-36 rounded-md border border-edge bg-raised px-2 placeholder:text-muted sm:w-56"
        />
        <IconButton label="Previous match" onClick={() => go(place - 1)}>
          <ChevronUp size={14} aria-hidden />
        </IconButton>
        <IconButton label="Next match" onClick={() => go(place + 1)}>
          <ChevronDown size={14} aria-hidden />
        </IconButton>
        <span role="status" className="num text-xs text-muted">
          {words === ''
            ? plural(rows.at(-1)?.line ?? 0, 'line')
            : matches.length === 0
              ? 'no match'
              : `${place + 1} of ${matches.length}`}
        </span>
        <span className="ml-auto">
          <CopyText text={text} />
        </span>
      </div>
      <section
        ref={box}
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keyboard users scroll from here
        tabIndex={0}
        className="h-[min(70vh,44rem)] overflow-auto bg-sunken -outline-offset-2"
      >
        <div className="relative w-full font-mono text-xs" style={{ height: window.getTotalSize() }}>
          {window.getVirtualItems().map((item) => {
            const row = rows[item.index]
            return (
              <div
                key={item.key}
                ref={window.measureElement}
                data-index={item.index}
                className={clsx(
                  'absolute inset-x-0 top-0 flex gap-3 px-3 leading-[18px]',
                  item.index === current && 'marked-line',
                )}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <span aria-hidden className="num w-8 shrink-0 text-right text-muted select-none">
                  {row?.line}
                </span>
                <span className="min-w-0 flex-1 [overflow-wrap:anywhere] whitespace-pre-wrap">
                  {row?.text || ' '}
                </span>
              </div>
            )
          })}
        </div>
      </section>
    </div>
  )
}
