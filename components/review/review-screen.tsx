'use client'

import { type ReactNode, useState } from 'react'
import { FindingsList } from '#components/review/findings-list.tsx'
import type { Neighbours } from '#components/review/neighbours.ts'
import { ReviewBar } from '#components/review/review-bar.tsx'
import { ReviewCards } from '#components/review/review-cards.tsx'
import { VerdictForm, type VerdictFormProps } from '#components/review/verdict-form.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { ReviewItem } from '#lib/contracts/reviews.ts'

type ReviewScreenProps = {
  review: ReviewItem
  submit: VerdictFormProps['submit']
  next: string
  /** Where the item stands in the reader's queue. */
  place: Neighbours
  files: { before: string | null; after: string | null }
  evidence: ReactNode
  /** The thing under judgement, drawn by the server. */
  children: ReactNode
}

/** Three panes: criteria and verdict, the environment, findings and evidence. Stacked on narrow screens. */
export function ReviewScreen({ review, submit, next, place, files, evidence, children }: ReviewScreenProps) {
  const [at, setAt] = useState(-1)
  const { findings } = review
  function step(by: 1 | -1) {
    if (findings.length === 0) return
    const to = (at + by + findings.length + (at === -1 && by === -1 ? 1 : 0)) % findings.length
    setAt(to)
    document.getElementById(`finding-${findings[to]?.id}`)?.scrollIntoView({ block: 'nearest' })
  }
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
              <ReviewCards reviews={[review.mine]} />
            ) : (
              <VerdictForm item={review.item} submit={submit} next={next} onStep={step} />
            )}
          </Panel>
        </section>
        <div className="order-1 min-w-0 lg:order-none">{children}</div>
        <div className="order-3 flex flex-col gap-4 lg:order-none lg:col-span-2 xl:col-span-1">
          {evidence}
          <Panel title="Findings" note={findings.length}>
            <FindingsList
              findings={findings}
              slug={review.item.slug}
              version={review.item.version}
              current={findings[at]?.id ?? null}
            />
          </Panel>
          <Panel title="Other reviews">
            {review.others === null ? (
              <p className="text-muted">Hidden until your own review is in.</p>
            ) : (
              <ReviewCards reviews={review.others} />
            )}
          </Panel>
        </div>
      </div>
      <ReviewBar versionId={review.item.versionId} place={place} files={files} />
    </>
  )
}
