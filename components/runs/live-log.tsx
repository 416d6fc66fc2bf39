'use client'

import { clsx } from 'clsx'
import { useEffect, useRef, useState } from 'react'
import { plural } from '#components/patterns/format.ts'
import { ScrollRegion } from '#components/patterns/scroll-region.tsx'
import type { Connection } from '#components/runs/use-run-stream.ts'
import { Badge } from '#components/ui/badge.tsx'
import { CheckField } from '#components/ui/field.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { RunEvent } from '#lib/contracts/runs.ts'
import { candidateNumber } from '#lib/domain/candidate-number.ts'

const LEVELS = ['debug', 'info', 'warn', 'error'] as const
const TONE = {
  debug: 'text-muted',
  info: 'text-ink',
  warn: 'text-warn-text',
  error: 'text-bad-text',
} as const
const CONNECTION = {
  live: { tone: 'ok', words: 'live' },
  reconnecting: { tone: 'warn', words: 'reconnecting' },
  ended: { tone: 'idle', words: 'ended' },
} as const

type LiveLogProps = { events: readonly RunEvent[]; connection: Connection }

/** The run's log as it is written: level, search, follow; every line has an address. */
export function LiveLog({ events, connection }: LiveLogProps) {
  const [level, setLevel] = useState<(typeof LEVELS)[number]>('info')
  const [text, setText] = useState('')
  const [follow, setFollow] = useState(true)
  const end = useRef<HTMLLIElement>(null)
  const shown = events.filter(
    (event) =>
      LEVELS.indexOf(event.level) >= LEVELS.indexOf(level) &&
      event.message.toLowerCase().includes(text.toLowerCase()),
  )
  const newest = shown.at(-1)?.id
  useEffect(() => {
    const box = end.current?.closest('section')
    if (follow && newest && box) box.scrollTop = box.scrollHeight
  }, [follow, newest])
  return (
    <Panel
      title="Log"
      note={<Badge tone={CONNECTION[connection].tone}>{CONNECTION[connection].words}</Badge>}
      flush
      actions={
        <>
          <select
            aria-label="Lowest level"
            value={level}
            onChange={(event) => setLevel(LEVELS.find((one) => one === event.target.value) ?? 'info')}
            className="h-8 rounded-md border border-edge bg-raised px-2"
          >
            {LEVELS.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
          <input
            type="search"
            aria-label="Search the log"
            placeholder="Search the log"
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="h-8 w-32 rounded-md border border-edge bg-raised px-2 placeholder:text-muted sm:w-48"
          />
          <CheckField label="Follow" checked={follow} onChange={(event) => setFollow(event.target.checked)} />
        </>
      }
    >
      <ScrollRegion label="Log lines" maxHeight="18rem">
        <ol className="p-2 font-mono text-xs">
          {shown.map((event) => (
            <li
              key={event.id}
              id={`log-${event.id}`}
              className={clsx(
                'flex items-center gap-3 rounded-sm px-1 target:bg-sand-soft',
                TONE[event.level],
              )}
            >
              <a
                href={`#log-${event.id}`}
                className="num inline-flex min-h-6 shrink-0 items-center text-muted hover:underline"
              >
                {event.at.slice(11, 19)}
              </a>
              <span className="num w-8 shrink-0 text-right text-muted">
                {event.ordinal === null ? '' : `#${candidateNumber(event.ordinal)}`}
              </span>
              <span className="min-w-0 [overflow-wrap:anywhere]">
                {event.level === 'warn' || event.level === 'error' ? `${event.level} ` : ''}
                {event.message}
              </span>
            </li>
          ))}
          <li ref={end} className="px-1 text-muted">
            {shown.length === 0 ? 'No line yet.' : `${plural(shown.length, 'line')}, times in UTC`}
          </li>
        </ol>
      </ScrollRegion>
    </Panel>
  )
}
