import { Ban, Check, Clock, Loader, type LucideIcon, X } from 'lucide-react'
import { Badge, type Tone } from '#components/ui/badge.tsx'
import type { TrainingStatus } from '#lib/domain/training.ts'

const LOOKS: Record<TrainingStatus, { tone: Tone; icon: LucideIcon }> = {
  scheduled: { tone: 'idle', icon: Clock },
  running: { tone: 'info', icon: Loader },
  finished: { tone: 'ok', icon: Check },
  failed: { tone: 'bad', icon: X },
  killed: { tone: 'warn', icon: Ban },
}

/** State of a training run as its trainer last said it. */
export function TrainingBadge({ status }: { status: TrainingStatus }) {
  const { tone, icon: Icon } = LOOKS[status]
  return (
    <Badge tone={tone}>
      <Icon size={12} aria-hidden />
      {status}
    </Badge>
  )
}
