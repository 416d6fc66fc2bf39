import { Ban, Check, CircleDashed, Loader, type LucideIcon, TriangleAlert } from 'lucide-react'
import { Badge, type Tone } from '#components/ui/badge.tsx'
import type { ConnectionView } from '#lib/contracts/connections.ts'

const LOOKS: Record<ConnectionView['status'], { tone: Tone; icon: LucideIcon; words: string }> = {
  unchecked: { tone: 'idle', icon: CircleDashed, words: 'not tested' },
  checking: { tone: 'info', icon: Loader, words: 'testing' },
  ok: { tone: 'ok', icon: Check, words: 'answers' },
  failed: { tone: 'bad', icon: TriangleAlert, words: 'failed' },
  disabled: { tone: 'idle', icon: Ban, words: 'disabled' },
}

/** What is known of a connection, by word and sign. */
export function ConnectionBadge({ status }: { status: ConnectionView['status'] }) {
  const { tone, icon: Icon, words } = LOOKS[status]
  return (
    <Badge tone={tone}>
      <Icon size={12} aria-hidden />
      {words}
    </Badge>
  )
}
