import { expect, test } from 'vitest'
import { isOnePress, isTyping, REVIEW_KEYS } from '#components/frame/shortcuts.ts'

const inside = (selector: string | null) => ({
  tagName: 'DIV',
  closest: (asked: string) => (selector && asked.includes(selector) ? {} : null),
})

test.each(['INPUT', 'TEXTAREA', 'SELECT'])('letters in a %s are text', (tagName) => {
  expect(isTyping({ tagName }, false)).toBe(true)
})

test.each(['radio', 'checkbox'])('a %s takes no letters', (type) => {
  expect(isTyping({ tagName: 'INPUT', type }, false)).toBe(false)
})

test('letters in the code editor and in dialogs are not shortcuts', () => {
  expect(isTyping(inside('.monaco-editor'), false)).toBe(true)
  expect(isTyping(inside('[role="dialog"]'), false)).toBe(true)
  expect(isTyping(inside(null), true)).toBe(true)
})

test('letters elsewhere are shortcuts', () => {
  expect(isTyping(inside(null), false)).toBe(false)
  expect(isTyping(null, false)).toBe(false)
})

test('a key of the review that is held down acts once; only moving continues', () => {
  const keys = [...REVIEW_KEYS.keys.flatMap(([names]) => names.split(' ')), '1', '6', 'y', 'u', 'g', '?']
  for (const key of keys) expect(isOnePress({ key, repeat: false })).toBe(true)
  const held = keys.filter((key) => isOnePress({ key, repeat: true }))
  expect(held).toEqual(['j', 'k'])
})
