import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { contrastRatio, readThemeColours } from '#components/frame/contrast.ts'

const colours = readThemeColours(readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8'))

const SURFACES = ['paper', 'raised', 'sunken']
/** Text colour -> the surfaces that it stands on. 4.5:1. */
const TEXT: Record<string, readonly string[]> = {
  ink: [...SURFACES, 'ok-soft', 'warn-soft', 'bad-soft', 'info-soft', 'sand-soft'],
  muted: [...SURFACES, 'sand-soft'],
  'sand-text': [...SURFACES, 'sand-soft'],
  'ok-text': [...SURFACES, 'ok-soft'],
  'warn-text': [...SURFACES, 'warn-soft'],
  'bad-text': [...SURFACES, 'bad-soft'],
  'info-text': [...SURFACES, 'info-soft'],
  'on-sand': ['sand'],
  'on-bad': ['bad'],
  'on-tier-fail': ['tier-fail'],
  'on-tier-below': ['tier-below'],
  'on-tier-median': ['tier-median'],
  'on-tier-bronze': ['tier-bronze'],
  'on-tier-silver': ['tier-silver'],
  'on-tier-gold': ['tier-gold'],
}
/** Graphics (borders of controls, focus rings, chart marks) -> surfaces. 3:1. */
const GRAPHICS: Record<string, readonly string[]> = {
  edge: ['paper', 'raised'],
  focus: SURFACES,
  ok: ['paper', 'raised'],
  bad: ['paper', 'raised'],
  info: ['paper', 'raised'],
  'ok-text': ['ok-soft'],
  'bad-text': ['bad-soft'],
  ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((index) => [`series-${index}`, ['paper', 'raised']])),
}
/** Decoration that carries nothing by itself: separators, and fills that always have an edge and a letter. */
const DECORATION = ['line', 'warn']

const pairs = (table: Record<string, readonly string[]>) =>
  Object.entries(table).flatMap(([front, backs]) => backs.map((back) => [front, back] as const))

const ratio = (front: string, back: string, theme: 'light' | 'dark') => {
  const first = colours.get(front)
  const second = colours.get(back)
  if (!first || !second) throw new Error(`No token ${first ? back : front} in globals.css`)
  return contrastRatio(first[theme], second[theme])
}

describe.each(['light', 'dark'] as const)('%s theme', (theme) => {
  test.each(pairs(TEXT))('text %s on %s', (front, back) => {
    expect(ratio(front, back, theme)).toBeGreaterThanOrEqual(4.5)
  })
  test.each(pairs(GRAPHICS))('graphic %s on %s', (front, back) => {
    expect(ratio(front, back, theme)).toBeGreaterThanOrEqual(3)
  })
})

test('every colour token is in a measured pair or is decoration', () => {
  const measured = new Set([...pairs(TEXT), ...pairs(GRAPHICS)].flat())
  const unmeasured = [...colours.keys()].filter((name) => !measured.has(name) && !DECORATION.includes(name))
  expect(unmeasured).toEqual([])
})

test('the contrast of black on white is 21', () => {
  expect(contrastRatio({ l: 0, c: 0, h: 0 }, { l: 1, c: 0, h: 0 })).toBeCloseTo(21, 1)
})
