'use client'

import { type ReactNode, useState } from 'react'
import { ActionError } from '#components/data/action-error.tsx'
import { FindingsList } from '#components/environments/findings-list.tsx'
import { useKeys } from '#components/frame/use-keys.ts'
import { type AskModel, AskModelButton } from '#components/models/ask-model.tsx'
import { ModelFindings } from '#components/models/model-findings.tsx'
import { ModelReadings } from '#components/models/model-readings.tsx'
import { type Judge, useModelReviews } from '#components/models/use-model-reviews.ts'
import type { Neighbours } from '#components/review/neighbours.ts'
import { OwnVerdict } from '#components/review/own-verdict.tsx'
import { ReviewBar } from '#components/review/review-bar.tsx'
import { ReviewCards } from '#components/review/review-cards.tsx'
import type { Withdraw } from '#components/review/undo-verdict.tsx'
import { VerdictForm, type VerdictFormProps } from '#components/review/verdict-form.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { ConnectionView } from '#lib/contracts/connections.ts'
import type { ModelReviewList } from '#lib/contracts/model-reviews.ts'
import type { ReviewItem } from '#lib/contracts/reviews.ts'
import type { Judgement } from '#lib/domain/model-review.ts'

type ReviewScreenProps = {
  review: ReviewItem
  submit: VerdictFormProps['submit']
  withdraw: Withdraw
  models: {
    initial: ModelReviewList
    connections: readonly ConnectionView[]
    ask: AskModel
    judge: Judge
  }
  next: string
  /** Where the item is in the reader's queue. */
  place: Neighbours
  files: { before: string | null; after: string | null }
  evidence: ReactNode
  /** The thing under judgement, drawn by the server. */
  children: ReactNode
}

/** Three panes: criteria and verdict, the environment, findings and evidence. Stacked on narrow screens. */
export function ReviewScreen({
  review,
  submit,
  withdraw,
  models,
  next,
  place,
  files,
  evidence,
  children,
}: ReviewScreenProps) {
  const [at, setAt] = useState(-1)
  const { slug, version } = review.item
  const { list, judging, keep } = useModelReviews({ slug, version, ...models })
  // The gates' findings first, then those of models: one walk.
  const findings = [...review.findings, ...list.findings]
  const current = findings[at]?.id ?? null
  const judge = (verdict: Judgement) => {
    if (!list.can.judge.allowed || !list.findings.some(({ id }) => id === current)) return false
    if (current !== null) judging.run({ id: current, verdict })
    return true
  }
  function step(by: 1 | -1) {
    if (findings.length === 0) return
    const to = (at + by + findings.length + (at === -1 && by === -1 ? 1 : 0)) % findings.length
    setAt(to)
    document.getElementById(`finding-${findings[to]?.id}`)?.scrollIntoView({ block: 'nearest' })
  }
  useKeys({
    y: () => judge('confirmed'),
    u: () => judge('refuted'),
    n: () => step(1),
    p: () => step(-1),
  })
  return (
    <>
      <div className="grid items-start gap-4 lg:grid-cols-[19.5rem_minmax(0,1fr)] xl:grid-cols-[19.5rem_minmax(0,1fr)_20rem]">
        <section
          aria-label="Your verdict"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: keyboard users scroll from here
          tabIndex={0}
          className="order-2 -outline-offset-2 lg:order-none lg:sticky lg:top-16 lg:max-h-[calc(100dvh-14rem)] lg:overflow-y-auto"
        >
          <Panel title="Verdict">
            {review.mine ? (
              <OwnVerdict mine={review.mine} review={review} withdraw={withdraw} />
            ) : (
              <VerdictForm item={review.item} submit={submit} next={next} />
            )}
          </Panel>
        </section>
        <div className="order-1 min-w-0 lg:order-none">{children}</div>
        <div className="order-3 flex flex-col gap-4 lg:order-none lg:col-span-2 xl:col-span-1">
          {evidence}
          <Panel title="Findings" note={review.findings.length}>
            <FindingsList findings={review.findings} slug={slug} version={version} current={current} />
          </Panel>
          {list.reviews.length > 0 || models.connections.length > 0 ? (
            <Panel
              title="Read by models"
              note={list.findings.length}
              actions={
                list.can.request.allowed ? (
                  <AskModelButton
                    versionId={list.versionId}
                    connections={models.connections}
                    ask={models.ask}
                    onAsked={keep}
                  />
                ) : null
              }
            >
              <div className="flex flex-col gap-3">
                {list.reviews.length === 0 ? (
                  <p className="text-muted">No model has read this version.</p>
                ) : (
                  <ModelReadings reviews={list.reviews} />
                )}
                {list.reviews.some(({ status }) => status === 'finished') ? (
                  <ModelFindings
                    list={list}
                    slug={slug}
                    version={version}
                    current={current}
                    pending={judging.pending}
                    onJudge={(id, verdict) => judging.run({ id, verdict })}
                  />
                ) : null}
                <ActionError result={judging.result} />
              </div>
            </Panel>
          ) : null}
          {review.earlier.length === 0 ? null : (
            <Panel title="Verdicts on earlier versions" note="stale: none counts for this one">
              {review.earlier.map(({ version: number, review: one }) => (
                <div key={one.id} className="not-first:mt-3">
                  <span className="num text-xs text-muted">v{number}</span>
                  <ReviewCards reviews={[one]} />
                </div>
              ))}
            </Panel>
          )}
          <Panel title="Other reviews">
            {review.others === null ? (
              <p className="text-muted">Hidden until your own review is in.</p>
            ) : (
              <ReviewCards reviews={review.others} />
            )}
          </Panel>
        </div>
      </div>
      <ReviewBar
        versionId={review.item.versionId}
        place={place}
        files={files}
        findings={{ any: findings.length > 0, ofModels: list.can.judge.allowed && list.findings.length > 0 }}
      />
    </>
  )
}
