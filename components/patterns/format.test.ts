import { describe, expect, test } from 'vitest'
import {
  formatAgo,
  formatBrief,
  formatBytes,
  formatDuration,
  formatInstant,
  formatScore,
  formatShare,
  plural,
} from '#components/patterns/format.ts'

describe('numbers', () => {
  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [123_456, '123 kB'],
    [52_428_800, '52.4 MB'],
  ])('%d bytes', (bytes, words) => expect(formatBytes(bytes)).toBe(words))

  test.each([
    [0.1 + 0.2, '0.300'],
    [0.93751, '0.93751'],
    [0.9375, '0.9375'],
    [-0.0000001, '0.000'],
    [12.5, '12.500'],
    [null, '–'],
    [Number.NaN, '–'],
  ])('score %s', (score, words) => expect(formatScore(score)).toBe(words))

  test.each([
    [13.31646, '13.32'],
    [24, '24'],
    [0.699111, '0.6991'],
    [-0, '0'],
    [0.25, '0.25'],
  ])('score %d on an axis', (score, words) => expect(formatBrief(score)).toBe(words))

  test('shares and plurals', () => {
    expect(formatShare(0.834)).toBe('83 %')
    expect(plural(1, 'file')).toBe('1 file')
    expect(plural(1200, 'file')).toBe('1,200 files')
  })
})

describe('times', () => {
  const now = Date.parse('2026-03-01T12:00:00Z')
  test.each([
    ['2026-03-01T11:59:40Z', 'just now'],
    ['2026-03-01T11:01:00Z', '59 min ago'],
    ['2026-02-27T13:00:00Z', '47 h ago'],
    ['2026-02-20T12:00:00Z', '9 d ago'],
    ['2025-12-24T12:00:00Z', '2025-12-24'],
  ])('%s', (iso, words) => expect(formatAgo(iso, now)).toBe(words))

  test.each([
    [420, '0.4 s'],
    [12_300, '12 s'],
    [185_000, '3:05'],
    [3_723_000, '1:02:03'],
  ])('%d ms', (ms, words) => expect(formatDuration(ms)).toBe(words))

  test('an instant does not depend on the time zone of the machine', () => {
    expect(formatInstant('2026-03-01T23:05:59.123Z')).toBe('2026-03-01 23:05 UTC')
  })
})
