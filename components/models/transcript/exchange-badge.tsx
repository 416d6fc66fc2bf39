import { Check, Copy, Hourglass, type LucideIcon, TriangleAlert, Unplug } from 'lucide-react'
import { Badge, type Tone } from '#components/ui/badge.tsx'
import type { ExchangeView } from '#lib/contracts/exchanges.ts'
import type { ExchangeStatus } from '#lib/domain/exchange.ts'

type Look = { tone: Tone; icon: LucideIcon; words: string }
const LOOKS: Record<ExchangeStatus, Look> = {
  reserved: { tone: 'info', icon: Hourglass, words: 'under way' },
  answered: { tone: 'ok', icon: Check, words: 'answered' },
  failed: { tone: 'bad', icon: TriangleAlert, words: 'failed' },
  lost: { tone: 'warn', icon: Unplug, words: 'lost' },
}
const COPIED: Look = { tone: 'idle', icon: Copy, words: 'known already' }

/** How a request ended; an answer that somebody paid for before is told from one that was asked. */
export function ExchangeBadge({ exchange }: { exchange: ExchangeView }) {
  const { tone, icon: Icon, words } = exchange.copiedFrom === null ? LOOKS[exchange.status] : COPIED
  return (
    <Badge tone={tone}>
      <Icon size={12} aria-hidden />
      {words}
    </Badge>
  )
}
