import { expect, test } from 'vitest'
import { systemResults } from '#components/results/attempt.fixture.ts'
import { bestSentence } from '#components/results/results-summary.ts'
import { queryOfView, readResultsView } from '#components/results/results-url.ts'
import { sectionsOf } from '#components/results/sections.ts'

const rows = [
  systemResults('peeks', 'held-out-score', 70),
  systemResults('honest', 'none', 30),
  systemResults('second', 'none', 20),
]

test('held-out feedback appears in its own section, unless the guard is off, which is said', () => {
  const sections = sectionsOf(rows, false)
  expect(sections.map(({ id, rows: own }) => [id, own.map(({ system }) => system.name)])).toEqual([
    ['none', ['honest', 'second']],
    ['held-out-score', ['peeks']],
  ])
  expect(sections[1]?.note).toContain('not comparable')
  const [all, ...rest] = sectionsOf(rows, true)
  expect([all?.rows.length, rest.length]).toEqual([3, 0])
  expect(all?.note).toContain('guard is off')
})

test('the sentence names the best of its own section, or why there is none', () => {
  expect(bestSentence(rows.slice(1), 'any-medal')).toBe('Highest any medal: honest, 30.0 ± 1.0 % (3 seeds).')
  expect(bestSentence([systemResults('x', 'none', null)], 'gold')).toContain('No seed')
})

test('an address is read back, and what is unknown in it is left out', () => {
  const read = (query: string) => {
    const params = new URLSearchParams(query)
    return readResultsView((key) => params.get(key))
  }
  const [a, b] = ['00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-8000-00000000000b']
  expect(read('measure=human-rank&benchmark=none&clean=yes')).toMatchObject({
    benchmark: 'mle-bench-lite',
    measure: 'any-medal',
    clean: false,
  })
  expect(read('measure=any-medal&benchmark=mle-dojo').measure).toBe('human-rank')
  expect(queryOfView(read(`first=${a}&second=${b}&clean=1`))).toMatchObject({
    compare: `${a},${b}`,
    clean: 'true',
  })
  expect(queryOfView(read(`first=${a}&second=${a}`))).not.toHaveProperty('compare')
  expect(read('first=x').first).toBeNull()
})
