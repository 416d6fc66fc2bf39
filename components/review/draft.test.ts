import { expect, test } from 'vitest'
import { EMPTY_DRAFT, isEmptyDraft, nextMark, readDraft, withMark } from '#components/review/draft.ts'

test('a draft comes back as it was kept', () => {
  const draft = { ...withMark(EMPTY_DRAFT, 'leaks', { mark: 'bad', evidence: 'train.csv, id' }), note: 'No.' }
  expect(readDraft(JSON.stringify(draft))).toEqual(draft)
  expect(isEmptyDraft(draft)).toBe(false)
})

test.each([[null], ['{'], ['{"marks":{}}'], ['{"note":1}']])('%s is no draft', (text) => {
  expect(readDraft(text)).toEqual(EMPTY_DRAFT)
  expect(isEmptyDraft(readDraft(text))).toBe(true)
})

test('one key walks through every mark and back', () => {
  const walked = [nextMark('not-checked'), nextMark('good'), nextMark('minor'), nextMark('bad')]
  expect(walked).toEqual(['good', 'minor', 'bad', 'not-checked'])
})
