import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { ReviewCards } from '#components/review/review-cards.tsx'
import type { ReviewView } from '#lib/contracts/review-view.ts'

const review = (criteria: ReviewView['criteria']): ReviewView => ({
  id: '0199a0c0-0000-7000-8000-000000000001',
  reviewerId: 'robin',
  reviewerName: 'Robin',
  verdict: 'request-changes',
  criteria,
  note: '',
  createdAt: '2026-11-28T12:00:00.000Z',
  withdrawnAt: null,
})
const html = (criteria: ReviewView['criteria']) =>
  renderToStaticMarkup(createElement(ReviewCards, { reviews: [review(criteria)] }))
/** What is read, without tags and thus without tooltips. */
const words = (criteria: ReviewView['criteria']) => html(criteria).replaceAll(/<[^>]*>/g, ' ')

test.each(['train.csv, row 12', 'judge/evaluator.py:40\nrounds twice', 'Größe fehlt', 'x'.repeat(2000)])(
  'evidence is text beside its mark, not a tooltip: %#',
  (evidence) => {
    expect(words([{ criterion: 'leaks', mark: 'bad', evidence }])).toContain(evidence)
    expect(html([{ criterion: 'leaks', mark: 'bad', evidence }])).not.toContain(`title="${evidence}"`)
  },
)

test('an open criterion is not listed, and a mark without evidence has no empty text', () => {
  const read = words([
    { criterion: 'data', mark: 'not-checked', evidence: 'kept from a draft' },
    { criterion: 'realism', mark: 'good', evidence: '' },
  ])
  expect(read).toContain('Realism good')
  expect(read).not.toContain('kept from a draft')
})
