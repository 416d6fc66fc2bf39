'use client'

import { useQuery } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { readJson } from '#components/data/read-json.ts'
import { partsOf } from '#components/models/transcript/exchange-parts.ts'
import { TextPane } from '#components/models/transcript/text-pane.tsx'
import { LoadFailed, LoadingRows } from '#components/patterns/query-state.tsx'
import { IconButton } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { keyOf } from '#lib/contracts/endpoint.ts'
import { EXCHANGES, type ExchangeView } from '#lib/contracts/exchanges.ts'
import { MODEL_ROLE_TITLES } from '#lib/domain/vocabulary.ts'

type ExchangePanelProps = {
  exchange: ExchangeView
  /** Which text is open; the first one where it is not among them. */
  part: string | null
  onPart: (id: string) => void
  onClose: () => void
}

/** The words of one exchange, one text at a time. */
export function ExchangePanel({ exchange, part, onPart, onClose }: ExchangePanelProps) {
  const { id, role, repair, turn, status } = exchange
  const query = useQuery({
    queryKey: [...keyOf(EXCHANGES.get, { id }), status],
    queryFn: ({ signal }) => readJson(EXCHANGES.get, { id }, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const parts = query.data ? partsOf(query.data) : []
  const open = parts.find((one) => one.id === part) ?? parts[0]
  const top = useRef<HTMLDivElement>(null)
  // The table may fill the window: whoever opens a row wants to see what it holds.
  useEffect(() => top.current?.scrollIntoView({ block: 'start' }), [])
  return (
    <div ref={top} className="scroll-mt-16">
      <Panel
        title={MODEL_ROLE_TITLES[role]}
        note={`attempt ${repair + 1}, turn ${turn + 1}, try ${exchange.try}, ${exchange.connection.name}`}
        flush
        actions={
          <IconButton label="Close" onClick={onClose}>
            <X size={16} aria-hidden />
          </IconButton>
        }
      >
        {query.isError ? (
          <LoadFailed what="The exchange" error={query.error} retry={() => void query.refetch()} />
        ) : open === undefined ? (
          <LoadingRows rows={8} what="the exchange" />
        ) : (
          <>
            {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, these are buttons */}
            <div role="group" aria-label="Texts" className="flex flex-wrap gap-1 border-b border-line p-1.5">
              {parts.map((one) => (
                <button
                  key={one.id}
                  type="button"
                  aria-pressed={one.id === open.id}
                  onClick={() => onPart(one.id)}
                  className={clsx(
                    'min-h-7 rounded-md px-2',
                    one.id === open.id ? 'bg-sunken font-medium' : 'text-muted hover:text-ink',
                  )}
                >
                  {one.title}
                </button>
              ))}
            </div>
            <TextPane key={open.id} label={open.title} text={open.text} />
          </>
        )}
      </Panel>
    </div>
  )
}
