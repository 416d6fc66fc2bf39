import { describe, expect, test } from 'vitest'
import { LAB } from '#components/models/connection.fixture.ts'
import { readReviewer, reviewerDraft } from '#components/models/read-reviewer.ts'

const read = (model: string, cap: string, connectionId = LAB.id) =>
  readReviewer({ connectionId, model }, [LAB], cap)

describe('a reader for the reviewers', () => {
  test('an empty connection is nobody, whatever else is there', () => {
    expect(read('m', 'x', '')).toEqual({ kind: 'nobody' })
  })

  test.each([
    ['', '1', 'Choose a connection and a model'],
    ['unpriced', '1', 'no price for unpriced'],
    ['m', '', 'The cap of the reader'],
    ['m', '0', 'The cap of the reader'],
    ['m', 'a lot', 'The cap of the reader'],
  ])('model %j with cap %j is incomplete', (model, cap, reason) => {
    expect(read(model, cap)).toMatchObject({ kind: 'incomplete', reason: expect.stringContaining(reason) })
  })

  test('opens again as it was started', () => {
    const answer = read(' m ', '0.25')
    expect(answer).toMatchObject({ kind: 'ok', reviewer: { capMicroUsd: 250_000, player: { model: 'm' } } })
    const reviewer = answer.kind === 'ok' ? answer.reviewer : null
    expect(reviewerDraft(reviewer)).toEqual({
      choice: { connectionId: LAB.id, model: 'm' },
      cap: expect.stringMatching(/^0\.25/),
    })
  })
})
