import { describe, expect, test } from 'vitest'
import { levelNames } from '#lib/domain/artefacts/level-names.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { stream } from '#lib/pipeline/stream.ts'

const below = (task: number) => stream(task, 'names').below
/** As many levels as a column of a spec may have. */
const MOST = 40
const FORMS = DOMAINS.flatMap(({ id, group, moreGroups }) =>
  [group, ...moreGroups].flatMap(({ name, names }) => names.map((form) => [`${id}/${name}`, form] as const)),
)
/** What a reader of CSV files takes for a number, an empty cell or a date, and what needs quotes. */
const LOST = /^[\d.eE+-]+$|^(NA|NULL|NaN|nan|null|None|N\/A|n\/a|)$|^\d{4}-\d\d|[,"\r\n]/

test.each(FORMS)('%s: "%s" has names for the most levels, which a CSV file keeps', (_, form) => {
  for (let task = 0; task < 8; task++) {
    const names = levelNames([form], MOST, below(task))
    expect(new Set(names).size).toBe(MOST)
    for (const name of names) {
      expect(name).not.toMatch(LOST)
      expect(name).toBe(name.trim())
      expect(name.length).toBeLessThanOrEqual(MOST)
    }
  }
})

describe('names of levels', () => {
  test('differ between two tasks of a world', () => {
    for (const [, form] of FORMS) {
      const [one, other] = [3, 4].map((task) => levelNames([form], 12, below(task)))
      expect(other).not.toEqual(one)
    }
  })

  test('are of every form that a world has, one a task', () => {
    const drawn = Array.from({ length: 40 }, (_, task) => levelNames(['{word} Yard', 'D-##'], 9, below(task)))
    const yards = drawn.map((names) => names.filter((name) => name.endsWith(' Yard')).length)
    expect(new Set(yards)).toEqual(new Set([0, 9]))
  })

  test('have numbers close by each other, with gaps', () => {
    const numbers = levelNames(['K-###'], 10, below(1)).map((name) => Number(name.slice(2)))
    const span = Math.max(...numbers) - Math.min(...numbers)
    expect(span).toBeGreaterThan(9)
    expect(span).toBeLessThan(40)
  })

  test('say no word twice', () => {
    for (let task = 0; task < 30; task++)
      for (const name of levelNames(['{word} & {word}'], 24, below(task))) {
        const [first, , last] = name.split(' ')
        expect(first).not.toBe(last)
      }
  })

  test('are refused where a form has too few', () => {
    expect(() => levelNames(['D-#'], 12, below(0))).toThrow(/D-# has no 12 names/)
  })
})
