import { expect, test } from 'vitest'
import {
  draftObjection,
  draftOf,
  EMPTY_DRAFT,
  isEmptyDraft,
  nextMark,
  readDraft,
  withMark,
} from '#components/review/draft.ts'
import { REVIEW_CRITERIA } from '#lib/domain/review-policy.ts'

test('a draft comes back as it was kept', () => {
  const draft = { ...withMark(EMPTY_DRAFT, 'leaks', { mark: 'bad', evidence: 'train.csv, id' }), note: 'No.' }
  expect(readDraft(JSON.stringify(draft))).toEqual(draft)
  expect(isEmptyDraft(draft)).toBe(false)
})

test.each([[null], ['{'], ['{"marks":{}}'], ['{"note":1}']])('%s is not a draft', (text) => {
  expect(readDraft(text)).toEqual(EMPTY_DRAFT)
  expect(isEmptyDraft(readDraft(text))).toBe(true)
})

test('one key walks through every mark and back', () => {
  const walked = [nextMark('not-checked'), nextMark('good'), nextMark('minor'), nextMark('bad')]
  expect(walked).toEqual(['good', 'minor', 'bad', 'not-checked'])
})

test('an approval waits for every mark, a request for changes for a note', () => {
  let draft = EMPTY_DRAFT
  expect(draftObjection(draft, 'approve')).toContain('statement, data')
  for (const id of REVIEW_CRITERIA) draft = withMark(draft, id, { mark: 'good', evidence: '' })
  expect(draftObjection(draft, 'approve')).toBeNull()
  expect(
    draftObjection(withMark(draft, 'leaks', { mark: 'not-checked', evidence: 'x' }), 'approve'),
  ).toContain('leaks')
  expect(draftObjection({ ...draft, note: ' \n' }, 'request-changes')).toContain('what must change')
  expect(draftObjection({ ...EMPTY_DRAFT, note: 'It leaks.' }, 'request-changes')).toBeNull()
})

test('a verdict that is taken back becomes the draft that it came from', () => {
  const draft = draftOf({
    criteria: [{ criterion: 'leaks', mark: 'bad', evidence: 'train.csv:3' }],
    note: 'It leaks.',
  })
  expect(draft.marks.leaks).toEqual({ mark: 'bad', evidence: 'train.csv:3' })
  expect(draft.marks.data.mark).toBe('not-checked')
  expect(draft.note).toBe('It leaks.')
})
