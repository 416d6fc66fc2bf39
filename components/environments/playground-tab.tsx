'use client'

import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { ActionError } from '#components/data/action-error.tsx'
import { postJson } from '#components/data/post-json.ts'
import { readJson } from '#components/data/read-json.ts'
import { useAction } from '#components/data/use-action.ts'
import { Snippet } from '#components/patterns/copy-id.tsx'
import { formatScore } from '#components/patterns/format.ts'
import { TierBadge } from '#components/patterns/tier-badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { TextAreaField } from '#components/ui/field.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { api } from '#lib/contracts/api-paths.ts'
import { type EnvironmentDetail, ScoreAnswer } from '#lib/contracts/environments.ts'

const POLL_MS = 1000
const isOpen = (answer: ScoreAnswer | undefined) =>
  answer?.status === 'queued' || answer?.status === 'running'

/** Scores a submission as a learning agent's would be scored: same kernel, same cell, same thresholds. */
export function PlaygroundTab({ detail }: { detail: EnvironmentDetail }) {
  const { environment, version, can } = detail
  const [text, setText] = useState('')
  const { run, pending, result } = useAction((submission: string) =>
    postJson(api.score(environment.slug, version.number), { submission }, ScoreAnswer),
  )
  const asked = result?.ok ? result.data : null
  const query = useQuery({
    queryKey: ['trial', asked?.trialId],
    queryFn: ({ signal }) => readJson(api.trial(asked?.trialId ?? ''), ScoreAnswer, signal),
    enabled: asked !== null,
    initialData: asked ?? undefined,
    refetchInterval: ({ state }) => (isOpen(state.data) ? POLL_MS : false),
  })
  async function loadSample() {
    const response = await fetch(api.file(environment.slug, version.number, 'agent/sample_submission.csv'))
    if (response.ok) setText(await response.text())
  }
  const why = can.score.allowed ? (text.trim() === '' ? 'Paste a submission first.' : null) : can.score.reason
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <Panel
        title="Submission"
        note="CSV, as sample_submission.csv"
        actions={
          <>
            <FileButton onText={setText} />
            <Button onClick={() => void loadSample()}>Load the sample</Button>
          </>
        }
      >
        <div className="flex flex-col gap-3">
          <TextAreaField
            label="CSV text"
            rows={14}
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <ActionError result={result} />
          <div className="flex items-center gap-3">
            <Button tone="primary" disabled={pending} disabledReason={why} onClick={() => run(text)}>
              {pending ? 'Scoring' : 'Score'}
            </Button>
            {why ? <span className="text-xs text-muted">{why}</span> : null}
          </div>
        </div>
      </Panel>
      <Panel title="Result">
        <div role="status" className="flex flex-col gap-2">
          <Result answer={query.data} />
        </div>
        <div className="mt-3">
          <Snippet
            label="Copy command"
            command={`npx sandmle env score ${environment.slug} --submission submission.csv`}
          />
        </div>
      </Panel>
    </div>
  )
}

/** A submission from the reader's disk; it goes into the text field, where it can be looked at before it is sent. */
function FileButton({ onText }: { onText: (text: string) => void }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".csv,text/csv"
        aria-label="Submission file"
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          void event.target.files?.[0]?.text().then(onText)
          event.target.value = ''
        }}
      />
      <Button onClick={() => input.current?.click()}>Open a file</Button>
    </>
  )
}

function Result({ answer }: { answer: ScoreAnswer | undefined }) {
  if (!answer) return <p className="text-muted">No submission was scored in this tab yet.</p>
  if (isOpen(answer)) return <p>Waiting for a worker.</p>
  if (answer.status === 'failed')
    return <p className="text-bad-text">Not scored: {answer.reason ?? 'the sandbox failed; try again.'}</p>
  if (answer.valid === false) return <p className="text-bad-text">Not a valid submission: {answer.reason}</p>
  return (
    <>
      <span className="num text-xl font-semibold">{formatScore(answer.score)}</span>
      {answer.tier ? <TierBadge tier={answer.tier} /> : null}
    </>
  )
}
