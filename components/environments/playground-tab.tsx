'use client'

import { useState } from 'react'
import { ActionError } from '#components/data/action-error.tsx'
import { postJson } from '#components/data/post-json.ts'
import { readJson } from '#components/data/read-json.ts'
import { useAction } from '#components/data/use-action.ts'
import { useFollowed } from '#components/data/use-followed.ts'
import { type ChosenFile, SubmissionFile } from '#components/environments/submission-file.tsx'
import { Snippet } from '#components/patterns/copy-id.tsx'
import { formatBytes, formatScore, plural } from '#components/patterns/format.ts'
import { TierBadge } from '#components/patterns/tier-badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { TextAreaField } from '#components/ui/field.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { type EnvironmentDetail, VERSIONS } from '#lib/contracts/environments.ts'
import { SCORES, type ScoreAnswer, type ScoreBody } from '#lib/contracts/scores.ts'
import { isUnfinished } from '#lib/domain/unfinished.ts'

/** Scores a submission as a learning agent's would be scored: same kernel, same cell, same contract for who sees no answers. */
export function PlaygroundTab({ detail }: { detail: EnvironmentDetail }) {
  const { environment, version, can } = detail
  const [text, setText] = useState('')
  const [file, setFile] = useState<ChosenFile | null>(null)
  const { run, pending, result } = useAction((submission: ScoreBody['submission'], madeFor?: string) =>
    postJson(SCORES.request, { id: environment.slug, n: version.number, submission }, madeFor),
  )
  const asked = result?.ok ? result.data : null
  const query = useFollowed(
    {
      queryKey: ['trial', asked?.trialId],
      queryFn: ({ signal }) => readJson(SCORES.get, { id: asked?.trialId ?? '' }, signal),
      enabled: asked !== null,
      ...(asked === null ? {} : { initialData: asked }),
    },
    isUnfinished,
    'step',
  )
  async function loadSample() {
    const response = await fetch(
      addressOf(VERSIONS.file, {
        id: environment.slug,
        n: version.number,
        path: 'agent/sample_submission.csv',
      }),
    )
    if (!response.ok) return
    setFile(null)
    setText(await response.text())
  }
  const isEmpty = file === null && text.trim() === ''
  const why = can.score.allowed
    ? isEmpty
      ? 'Paste a submission or open a file first.'
      : null
    : can.score.reason
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <Panel
        title="Submission"
        note="CSV, as sample_submission.csv"
        actions={
          <>
            <SubmissionFile onFile={setFile} />
            <Button onClick={() => void loadSample()}>Load the sample</Button>
          </>
        }
      >
        <div className="flex flex-col gap-3">
          {file === null ? (
            <TextAreaField
              label="CSV text"
              rows={14}
              spellCheck={false}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          ) : (
            <p className="flex flex-wrap items-center gap-3">
              <span className="[overflow-wrap:anywhere]">
                {file.name}, {formatBytes(file.bytes)}: it is sent as it is.
              </span>
              <Button onClick={() => setFile(null)}>Write text instead</Button>
            </p>
          )}
          <ActionError result={result} />
          <div className="flex items-center gap-3">
            <Button
              tone="primary"
              disabled={pending}
              disabledReason={why}
              onClick={() => run(file === null ? text : { base64: file.base64 })}
            >
              {pending ? 'Scoring' : 'Score'}
            </Button>
            {why ? <span className="text-xs text-muted">{why}</span> : null}
          </div>
        </div>
      </Panel>
      <Panel title="Result">
        <div role="status" className="flex flex-col gap-2">
          <Result answer={query.data} left={asked?.remaining ?? null} />
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

/** `left`: gradings that the reader has left; null without a limit. */
function Result({ answer, left }: { answer: ScoreAnswer | undefined; left: number | null }) {
  if (!answer) return <p className="text-muted">No submission was scored in this tab yet.</p>
  if (isUnfinished(answer)) return <p>Waiting for a worker.</p>
  if (answer.status === 'failed')
    return <p className="text-bad-text">Not scored: {answer.reason ?? 'the sandbox failed; try again.'}</p>
  if (answer.valid === false) return <p className="text-bad-text">Not a valid submission: {answer.reason}</p>
  return (
    <>
      <span className="num text-xl font-semibold">{formatScore(answer.score)}</span>
      {answer.tier ? <TierBadge tier={answer.tier} /> : null}
      <span className="text-xs text-muted">
        {answer.part === 'feedback' ? 'On the rows for feedback; the tier is decided by others.' : null}
        {answer.step === null ? null : ` In steps of ${answer.step}.`}
        {left === null ? null : ` ${plural(left, 'grading')} left.`}
      </span>
    </>
  )
}
