import {
  ArrowDownToLine,
  ArrowUpToLine,
  Check,
  CircleDashed,
  type LucideIcon,
  TriangleAlert,
} from 'lucide-react'
import { Badge, type Tone } from '#components/ui/badge.tsx'
import type { EnvironmentVerdict } from '#lib/domain/environment-signal.ts'

const LOOKS: Record<EnvironmentVerdict, { tone: Tone; icon: LucideIcon; label: string }> = {
  broken: { tone: 'bad', icon: TriangleAlert, label: 'broken' },
  'too-hard': { tone: 'warn', icon: ArrowUpToLine, label: 'too hard' },
  'too-easy': { tone: 'warn', icon: ArrowDownToLine, label: 'too easy' },
  healthy: { tone: 'ok', icon: Check, label: 'healthy' },
  'too-few': { tone: 'idle', icon: CircleDashed, label: 'too few' },
}

export function VerdictBadge({ verdict }: { verdict: EnvironmentVerdict }) {
  const { tone, icon: Icon, label } = LOOKS[verdict]
  return (
    <Badge tone={tone}>
      <Icon size={12} aria-hidden />
      {label}
    </Badge>
  )
}
