'use client'

import { Save } from 'lucide-react'
import { useState } from 'react'
import { ActionError } from '#components/data/action-error.tsx'
import { fieldError } from '#components/data/action-state.ts'
import type { FileDrafts } from '#components/environments/revise/file-drafts.ts'
import { RevisionProgress } from '#components/environments/revise/revision-progress.tsx'
import { plural } from '#components/patterns/format.ts'
import { Button } from '#components/ui/button.tsx'
import { TextAreaField } from '#components/ui/field.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { ActionResult } from '#lib/contracts/problem.ts'
import type { RevisionView } from '#lib/contracts/revisions.ts'
import { isUnfinished } from '#lib/domain/unfinished.ts'

type SavePanelProps = {
  slug: string
  number: number
  drafts: FileDrafts
  onReason: (reason: string) => void
  pending: boolean
  result: ActionResult<RevisionView> | null
  /** The last request to save over this version, before this visit. */
  last: RevisionView | null
  onSave: () => void
  onMade: (number: number) => void
}

function missingIn({ files, reason }: FileDrafts): string | null {
  if (Object.keys(files).length === 0) return 'No file was changed.'
  return reason.trim().length < 3 ? 'Say what you changed and why.' : null
}

/** Why, the button, and what happens to the save. */
export function SavePanel(props: SavePanelProps) {
  const { slug, number, drafts, onReason, pending, result, last, onSave, onMade } = props
  const [left, setLeft] = useState<string | null>(null)
  const newest = result?.ok ? result.data : last !== null && isUnfinished(last) ? last : null
  const followed = newest?.id === left ? null : newest
  const changed = Object.keys(drafts.files).length
  const why = missingIn(drafts)
  const next = number + 1
  return (
    <Panel title={`Save version ${next}`} note={plural(changed, 'changed file')}>
      <div className="flex flex-col gap-3">
        <TextAreaField
          label="What you changed, and why"
          name="reason"
          rows={3}
          maxLength={2000}
          value={drafts.reason}
          onChange={({ target }) => onReason(target.value)}
          error={fieldError(result, 'reason')}
          hint="Reviewers read it beside the changes, and it appears in task.json with your name."
        />
        <div className="flex flex-wrap items-center gap-3">
          <Button
            tone="primary"
            icon={<Save size={14} aria-hidden />}
            disabled={pending || followed !== null}
            disabledReason={followed === null ? why : null}
            onClick={onSave}
          >
            {pending ? 'Saving' : `Save version ${next}`}
          </Button>
          <span className="text-xs text-muted">
            {why !== null && followed === null
              ? why
              : changed > 0
                ? 'Not saved yet: kept in this browser.'
                : ''}
          </span>
        </div>
        <ActionError result={result} />
        {followed === null ? null : (
          <RevisionProgress
            key={followed.id}
            slug={slug}
            number={number}
            asked={followed}
            onMade={onMade}
            onFailed={() => setLeft(followed.id)}
          />
        )}
        {last?.status === 'failed' && result === null ? (
          <p role="alert" className="rounded-md bg-bad-soft px-2 py-1.5 text-bad-text">
            The last save made no version: {last.error}
          </p>
        ) : null}
      </div>
    </Panel>
  )
}
