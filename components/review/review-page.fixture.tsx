import { act, render } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { AppRouterContext } from 'next/dist/shared/lib/app-router-context.shared-runtime'
import { vi } from 'vitest'
import { PersonProvider } from '#components/data/person.tsx'
import { rememberVerdict, returnTo } from '#components/review/last-verdict.ts'
import { ReviewScreen } from '#components/review/review-screen.tsx'
import { UndoVerdict } from '#components/review/undo-verdict.tsx'
import type { ModelReviewList } from '#lib/contracts/model-reviews.ts'
import type { ActionResult } from '#lib/contracts/problem.ts'
import type { ReviewView } from '#lib/contracts/review-view.ts'
import type { ReviewItem, ReviewSubmitted, ReviewWithdrawn } from '#lib/contracts/reviews.ts'
import { REVIEW_CRITERIA } from '#lib/domain/review-policy.ts'

const AT = '2026-11-20T09:00:00.000Z'
const idOf = (last: string) => `01a21d48-cb11-74ce-a483-${last.padStart(12, '0')}`
export const HERE = idOf('1')
export const NEXT = idOf('2')
/** A finding of a model, which `y` and `u` judge. */
export const FINDING = idOf('3')
const ALLOWED = { allowed: true as const }

export const MINE: ReviewView = {
  id: idOf('4'),
  reviewerId: 'robin',
  reviewerName: 'Robin',
  verdict: 'approve',
  criteria: REVIEW_CRITERIA.map((criterion) => ({ criterion, mark: 'good', evidence: '' })),
  note: 'Fair.',
  createdAt: AT,
  withdrawnAt: null,
}

export const reviewOf = (mine: ReviewView | null): ReviewItem => ({
  item: {
    id: idOf('5'),
    slug: 'crane-shadows',
    title: 'Crane shadows',
    status: 'in-review',
    version: 1,
    versionId: HERE,
    contentHash: 'a'.repeat(64),
    modality: 'tabular',
    taskType: 'binary',
    metric: 'auc',
    direction: 'maximize',
    domain: 'energy/cranes',
    author: 'ada',
    authorName: 'Ada',
    editor: 'ada',
    editorName: 'Ada',
    runId: null,
    createdAt: AT,
    figures: {},
    certificate: 'full',
    submittedAt: AT,
    submittedByName: 'Ada',
    reviews: mine === null ? 0 : 1,
    needed: 1,
    reviewedByMe: mine !== null,
    can: mine === null ? ALLOWED : { allowed: false, reason: 'You have reviewed this version.' },
  },
  certificate: { gateSet: 1, passed: 'full', gates: [] },
  findings: [],
  description: '# Crane shadows',
  mine,
  withdraw: mine === null ? { allowed: false, reason: 'There is no verdict of yours.' } : ALLOWED,
  others: null,
  earlier: [],
})

const MODELS: ModelReviewList = {
  versionId: HERE,
  reviews: [
    {
      id: idOf('6'),
      status: 'finished',
      connection: { id: idOf('7'), name: 'local' },
      model: 'small',
      prompt: null,
      capMicroUsd: 1,
      costMicroUsd: 1,
      tokens: 1,
      refused: { unanchored: 0, malformed: 0, repeated: 0 },
      exchanges: [],
      error: null,
      requestedByName: 'Robin',
      createdAt: AT,
      finishedAt: AT,
    },
  ],
  findings: [
    {
      id: FINDING,
      criterion: 'data',
      model: 'small',
      file: 'agent/description.md',
      line: 1,
      lineTo: 1,
      column: null,
      quote: '# Crane shadows',
      consequence: 'None.',
      repair: 'None.',
      advisory: false,
      judgement: null,
    },
  ],
  can: { request: ALLOWED, judge: ALLOWED },
}

/** What no test answered: React ends no transition of a document while another one of it is under way. */
const unanswered = new Set<() => void>()
export const answerAll = () =>
  act(async () => {
    for (const end of unanswered) end()
    unanswered.clear()
  })

const REFUSED: ActionResult<never> = {
  ok: false,
  code: 'conflict',
  message: 'It is too late.',
  requestId: 'r1',
}

/** A server action whose answer comes when the test says so. */
function held<T>(data: T) {
  let end = (_: ActionResult<T>): void => undefined
  const call = vi.fn(
    (_input: unknown, _person?: string) =>
      new Promise<ActionResult<T>>((done) => {
        end = done
        unanswered.add(() => done(REFUSED))
      }),
  )
  return {
    call,
    answer: () => act(async () => end({ ok: true, data })),
    refuse: () => act(async () => end(REFUSED)),
  }
}

/** The page of an item with the frame's notice beside it, of a server that answers when it is told to. */
export function reviewPage(mine: ReviewView | null = null) {
  rememberVerdict(null)
  returnTo(null)
  let shown = reviewOf(mine)
  vi.stubGlobal('fetch', async () => Response.json(shown))
  const submit = held<ReviewSubmitted>({
    reviewId: idOf('8'),
    versionId: HERE,
    verdict: 'approve',
    status: 'approved',
    approvals: 1,
    needed: 1,
  })
  const withdraw = held<ReviewWithdrawn>({ reviewId: idOf('8'), versionId: HERE, status: 'in-review' })
  const judge = held<ModelReviewList>(MODELS)
  const [push, refresh, nothing] = [vi.fn(), vi.fn(), () => undefined]
  const router = {
    back: nothing,
    forward: nothing,
    replace: nothing,
    prefetch: nothing,
    bfcacheId: '',
    push,
    refresh,
  }
  const draw = () => (
    <AppRouterContext value={router}>
      <PersonProvider userId="robin">
        <ReviewScreen
          review={shown}
          submit={submit.call}
          withdraw={withdraw.call}
          models={{ initial: MODELS, connections: [], ask: judge.call, judge: judge.call }}
          next={`/review/${NEXT}`}
          place={{ before: null, after: NEXT, position: 1, total: 2 }}
          files={{ before: '/review/x?file=before', after: '/review/x?file=after' }}
          evidence={null}
        >
          <div className="monaco-editor">
            <div tabIndex={-1} data-testid="code" />
          </div>
        </ReviewScreen>
        <UndoVerdict withdraw={withdraw.call} />
      </PersonProvider>
    </AppRouterContext>
  )
  const { rerender } = render(draw())
  /** The page as the server draws it now: what a refresh brings. */
  const redraw = (now: ReviewView | null) => {
    shown = reviewOf(now)
    rerender(draw())
  }
  /** What the server says of the item from now on, while the page stays as it is. */
  const decideElsewhere = (reason: string) => {
    shown = { ...shown, item: { ...shown.item, can: { allowed: false, reason } } }
  }
  return { submit, withdraw, judge, push, redraw, decideElsewhere, user: userEvent.setup() }
}
