'use client'

import { clsx } from 'clsx'
import { Check, LoaderCircle, X } from 'lucide-react'
import { usd } from '#components/models/usd.ts'
import { formatDuration } from '#components/patterns/format.ts'
import { Tooltip } from '#components/ui/tooltip.tsx'
import type { CandidateView } from '#lib/contracts/runs.ts'
import { CANDIDATE_PHASES, type CandidatePhase, isCandidateEnded } from '#lib/domain/run.ts'

const LETTERS: Record<CandidatePhase, { letter: string; words: string }> = {
  'data-strategist': { letter: 'S', words: 'data strategist' },
  'ml-developer': { letter: 'D', words: 'ML developer' },
  'mlops-engineer': { letter: 'O', words: 'MLOps engineer' },
  'technical-writer': { letter: 'W', words: 'technical writer' },
  freeze: { letter: 'F', words: 'freeze' },
  verify: { letter: 'V', words: 'gates' },
}

export const phaseWords = (phase: CandidatePhase): string => LETTERS[phase].words

/** What the letters stand for, in order. */
export const PHASE_LEGEND = CANDIDATE_PHASES.map(
  (phase) => `${LETTERS[phase].letter} ${LETTERS[phase].words}`,
).join(', ')

/** One cell a role, then freezing, then the gates; hover or focus tells the last step. */
export function Phases({ lane }: { lane: CandidateView }) {
  const reached = CANDIDATE_PHASES.indexOf(lane.phase)
  return (
    <span className="flex gap-1">
      {CANDIDATE_PHASES.map((phase, index) => (
        <PhaseCell key={phase} lane={lane} phase={phase} state={stateOf(lane, index, reached)} />
      ))}
    </span>
  )
}

type CellState = 'waiting' | 'running' | 'done' | 'failed'

function stateOf(lane: CandidateView, index: number, reached: number): CellState {
  if (index < reached) return 'done'
  if (index > reached) return 'waiting'
  if (lane.status === 'verified' || lane.status === 'held' || lane.status === 'duplicate') return 'done'
  if (isCandidateEnded(lane.status)) return lane.status === 'cancelled' ? 'waiting' : 'failed'
  return lane.status === 'running' ? 'running' : 'waiting'
}

const CELL: Record<CellState, string> = {
  waiting: 'border-line text-muted',
  running: 'border-info bg-info-soft text-info-text',
  done: 'border-ok bg-ok-soft text-ok-text',
  failed: 'border-bad bg-bad-soft text-bad-text',
}
const MARKS = { waiting: null, running: LoaderCircle, done: Check, failed: X }

function stepWords({ player, durationMs, costMicroUsd, error }: CandidateView['steps'][number]): string {
  const played = player === 'builtin' ? '' : `, by ${player} for ${usd(costMicroUsd)}`
  return `${formatDuration(durationMs)}${played}${error ? `, ${error}` : ''}`
}

function PhaseCell({ lane, phase, state }: { lane: CandidateView; phase: CandidatePhase; state: CellState }) {
  const { letter, words } = LETTERS[phase]
  const last = lane.steps.filter((step) => step.role === phase).at(-1)
  const Mark = MARKS[state]
  const text = last ? `${words}: ${state}, ${stepWords(last)}` : `${words}: ${state}`
  return (
    <Tooltip text={text}>
      <button
        type="button"
        aria-label={text}
        className={clsx(
          'inline-flex h-6 min-w-7 cursor-default items-center justify-center gap-0.5 rounded-sm border px-1 font-mono text-xs',
          CELL[state],
        )}
      >
        {letter}
        {Mark ? (
          <Mark size={10} aria-hidden className={state === 'running' ? 'animate-spin' : undefined} />
        ) : null}
      </button>
    </Tooltip>
  )
}
