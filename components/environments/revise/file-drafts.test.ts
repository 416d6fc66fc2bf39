import { expect, test } from 'vitest'
import {
  isEmptyDrafts,
  NO_DRAFTS,
  readDrafts,
  withFile,
} from '#components/environments/revise/file-drafts.ts'

test('drafts come back as they were kept; anything else is nothing', () => {
  const drafts = withFile(withFile(NO_DRAFTS, 'judge/rule.md', '# Rule'), 'agent/description.md', '# Title')
  expect(readDrafts(JSON.stringify(drafts))).toEqual(drafts)
  for (const text of [null, '', '{', '[]', '{"files":{"a":1},"reason":""}'])
    expect(readDrafts(text)).toBe(NO_DRAFTS)
})

test('a text that is again what it was is not a draft', () => {
  const drafts = withFile(NO_DRAFTS, 'judge/rule.md', '# Rule')
  expect(isEmptyDrafts(drafts)).toBe(false)
  expect(isEmptyDrafts(withFile(drafts, 'judge/rule.md', null))).toBe(true)
  expect(isEmptyDrafts({ ...NO_DRAFTS, reason: 'Because.' })).toBe(false)
})
