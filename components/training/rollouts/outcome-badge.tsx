import { Check, Clock, type LucideIcon, ServerOff, X } from 'lucide-react'
import { TierBadge } from '#components/patterns/tier-badge.tsx'
import { Badge, type Tone } from '#components/ui/badge.tsx'
import type { RolloutView } from '#lib/contracts/rollouts.ts'
import type { RolloutOutcome } from '#lib/domain/training.ts'

const LOOKS: Record<RolloutOutcome, { tone: Tone; icon: LucideIcon; label: string; title: string }> = {
  scored: { tone: 'ok', icon: Check, label: 'scored', title: 'The evaluator gave a score.' },
  invalid: { tone: 'warn', icon: X, label: 'invalid', title: 'The evaluator refused the submission.' },
  failed: { tone: 'bad', icon: X, label: 'failed', title: 'The program ended without a submission.' },
  timeout: { tone: 'bad', icon: Clock, label: 'timed out', title: 'The program ran out of time.' },
  infra: { tone: 'idle', icon: ServerOff, label: 'machine fault', title: 'Counts in no rate.' },
}

export function OutcomeBadge({ outcome }: { outcome: RolloutOutcome }) {
  const { tone, icon: Icon, label, title } = LOOKS[outcome]
  return (
    <Badge tone={tone} title={title}>
      <Icon size={12} aria-hidden />
      {label}
    </Badge>
  )
}

/** The tier of a scored rollout, else what happened to it. */
export const ResultBadge = ({ rollout }: { rollout: Pick<RolloutView, 'outcome' | 'tier'> }) =>
  rollout.outcome === 'scored' && rollout.tier !== null ? (
    <TierBadge tier={rollout.tier} />
  ) : (
    <OutcomeBadge outcome={rollout.outcome} />
  )
