import {
  Ban,
  Check,
  CircleDashed,
  CircleDot,
  Clock,
  Copy,
  Eye,
  Loader,
  type LucideIcon,
  PenLine,
  Stamp,
  TriangleAlert,
  Undo2,
  X,
} from 'lucide-react'
import { Badge, type Tone } from '#components/ui/badge.tsx'
import type { CandidateStatus, RunStatus } from '#lib/domain/run.ts'
import type { PackStatus, VersionStatus } from '#lib/domain/version.ts'

type Look = { tone: Tone; icon: LucideIcon; label: string }

const RUN: Record<RunStatus, Look> = {
  queued: { tone: 'idle', icon: Clock, label: 'queued' },
  running: { tone: 'info', icon: Loader, label: 'running' },
  'awaiting-input': { tone: 'warn', icon: CircleDot, label: 'awaiting input' },
  succeeded: { tone: 'ok', icon: Check, label: 'succeeded' },
  failed: { tone: 'bad', icon: X, label: 'failed' },
  cancelled: { tone: 'idle', icon: Ban, label: 'cancelled' },
}

export const CANDIDATE_LOOKS: Record<CandidateStatus, Look> = {
  queued: { tone: 'idle', icon: Clock, label: 'queued' },
  running: { tone: 'info', icon: Loader, label: 'running' },
  held: { tone: 'warn', icon: CircleDot, label: 'held' },
  verified: { tone: 'ok', icon: Check, label: 'verified' },
  duplicate: { tone: 'idle', icon: Copy, label: 'duplicate' },
  rejected: { tone: 'warn', icon: X, label: 'rejected' },
  error: { tone: 'bad', icon: TriangleAlert, label: 'error' },
  cancelled: { tone: 'idle', icon: Ban, label: 'cancelled' },
}

const VERSION: Record<VersionStatus, Look> = {
  draft: { tone: 'idle', icon: PenLine, label: 'draft' },
  verifying: { tone: 'info', icon: Loader, label: 'verifying' },
  verified: { tone: 'ok', icon: Check, label: 'verified' },
  rejected: { tone: 'bad', icon: X, label: 'rejected' },
  'in-review': { tone: 'sand', icon: Eye, label: 'in review' },
  approved: { tone: 'ok', icon: Stamp, label: 'approved' },
  'changes-requested': { tone: 'warn', icon: Undo2, label: 'changes requested' },
  retired: { tone: 'idle', icon: CircleDashed, label: 'retired' },
}

const PACK: Record<PackStatus, Look> = {
  queued: { tone: 'idle', icon: Clock, label: 'queued' },
  building: { tone: 'info', icon: Loader, label: 'building' },
  ready: { tone: 'ok', icon: Check, label: 'ready' },
  failed: { tone: 'bad', icon: X, label: 'failed' },
  withdrawn: { tone: 'warn', icon: Ban, label: 'withdrawn' },
}

function StatusBadge({ tone, icon: Icon, label }: Look) {
  return (
    <Badge tone={tone}>
      <Icon size={12} aria-hidden />
      {label}
    </Badge>
  )
}

const NOTHING_VERIFIED: Look = { tone: 'warn', icon: TriangleAlert, label: 'nothing verified' }

type RunBadgeProps = {
  status: RunStatus
  /** Verified candidates of a generation run: one that ended well with none of them is not a success. */
  verified?: number | undefined
}

export const RunBadge = ({ status, verified }: RunBadgeProps) => (
  <StatusBadge {...(status === 'succeeded' && verified === 0 ? NOTHING_VERIFIED : RUN[status])} />
)
export const CandidateBadge = ({ status }: { status: CandidateStatus }) => (
  <StatusBadge {...CANDIDATE_LOOKS[status]} />
)
export const VersionBadge = ({ status }: { status: VersionStatus }) => <StatusBadge {...VERSION[status]} />
export const PackBadge = ({ status }: { status: PackStatus }) => <StatusBadge {...PACK[status]} />
