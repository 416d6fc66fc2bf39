import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { LIMITS } from '#lib/pipeline/verify/difficulty.ts'

const SOURCE = readFileSync(join(process.cwd(), 'python/sandmle/gates/difficulty.py'), 'utf8')

/** A number of the inspector's source: a constant by its name, or an entry of a table by its key. */
function limitOf(name: string, key?: string): number {
  const line = SOURCE.split('\n').find((text) => text.startsWith(`${name} = `)) ?? ''
  const text = key === undefined ? line.split(' = ')[1] : line.split(`"${key}": `)[1]
  return Number.parseFloat(text ?? '')
}

// The inspector in the sandbox judges data before there is a ladder, the judge judges the ladder; both speak for gate 7.
test('the two judges of the difficulty gate have the same limits', () => {
  expect({
    trivial: limitOf('MOST_BY_ONE'),
    aucFloor: limitOf('LEAST_ORACLE', 'auc'),
    kappaFloor: limitOf('LEAST_ORACLE', 'qwk'),
    gainFloor: limitOf('LEAST_GAIN'),
    top: limitOf('MOST_ORACLE', 'auc'),
    gainTop: limitOf('MOST_GAIN'),
  }).toEqual({
    trivial: LIMITS.trivial,
    aucFloor: LIMITS.aucFloor,
    kappaFloor: LIMITS.kappaFloor,
    gainFloor: LIMITS.gainFloor,
    top: LIMITS.top,
    gainTop: LIMITS.gainTop,
  })
  expect(limitOf('MOST_ORACLE', 'qwk')).toBe(LIMITS.top)
})
