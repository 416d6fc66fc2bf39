'use client'

import { useQueryClient } from '@tanstack/react-query'
import { CircleDot, Play } from 'lucide-react'
import Link from 'next/link'
import { ActionError } from '#components/data/action-error.tsx'
import type { Action } from '#components/data/action-state.ts'
import { useAction } from '#components/data/use-action.ts'
import { roleInSentence } from '#components/models/role-words.ts'
import { Button } from '#components/ui/button.tsx'
import { keyOf } from '#lib/contracts/endpoint.ts'
import { RUNS, type RunDetail } from '#lib/contracts/runs.ts'
import type { ResumeInput } from '#lib/contracts/steering.ts'
import { candidateHref, candidateNumber } from '#lib/domain/candidate-number.ts'

/** So many candidates are named; the others appear in the table. */
const NAMED = 12

type HoldBannerProps = { run: RunDetail; resume: Action<ResumeInput, unknown> }

/** Names the candidates that wait for a person, and lets all of them continue. */
export function HoldBanner({ run, resume }: HoldBannerProps) {
  const queries = useQueryClient()
  const resuming = useAction(
    resume,
    () => void queries.invalidateQueries({ queryKey: keyOf(RUNS.get, { id: run.id }), exact: true }),
  )
  const held = run.lanes.filter((lane) => lane.status === 'held')
  const role = run.request.holdAfter
  if (held.length === 0 || role === null) return null
  return (
    <section
      aria-label="Waiting for you"
      className="flex flex-col gap-2 rounded-md border border-warn bg-warn-soft p-3"
    >
      <h2 className="flex items-center gap-2 text-base text-warn-text">
        <CircleDot size={16} aria-hidden />
        {held.length === 1 ? '1 candidate waits' : `${held.length} candidates wait`} after the{' '}
        {roleInSentence(role)}
      </h2>
      <p>
        Read and edit the output of this role, or release it unchanged. Only the later steps run then; what
        came before is used again.
      </p>
      <ul className="flex flex-wrap gap-x-3 gap-y-1">
        {held.slice(0, NAMED).map((lane) => (
          <li key={lane.id}>
            <Link href={candidateHref(run.id, lane.ordinal)} className="link">
              Edit candidate {candidateNumber(lane.ordinal)}
            </Link>
          </li>
        ))}
      </ul>
      <div>
        <Button
          icon={<Play size={14} aria-hidden />}
          disabled={resuming.pending}
          disabledReason={run.can.resume.allowed ? null : run.can.resume.reason}
          onClick={() => resuming.run({ id: run.id })}
        >
          {resuming.pending ? 'Resuming' : 'Resume all'}
        </Button>
      </div>
      <ActionError result={resuming.result} />
    </section>
  )
}
