import { expect, test } from 'vitest'
import { openGate } from '#workers/maintenance/gate.ts'

const never = new AbortController().signal

test('work waits for what it needs and for nothing else, and continues by itself', async () => {
  const told: [string, string | null][] = []
  const gate = openGate((part, reason) => told.push([part, reason]))
  await gate.passed(['storage', 'database'], never)
  gate.shut({ part: 'sandbox', reason: 'stuck' })
  gate.shut({ part: 'storage', reason: 'full' })
  gate.shut({ part: 'storage', reason: 'still full' })
  expect(gate.pauseOf(['database', 'storage'])).toEqual({ part: 'storage', reason: 'still full' })
  await gate.passed(['database'], never)
  let passed = 0
  const both = gate.passed(['storage', 'sandbox'], never).then(() => passed++)
  gate.open('storage')
  await Promise.resolve()
  expect(passed).toBe(0)
  gate.open('sandbox')
  await both
  expect(told).toEqual([
    ['sandbox', 'stuck'],
    ['storage', 'full'],
    ['storage', null],
    ['sandbox', null],
  ])
})

test('a worker that stops waits for nobody', async () => {
  const gate = openGate(() => undefined)
  gate.shut({ part: 'storage', reason: 'full' })
  const stop = new AbortController()
  const passed = gate.passed(['storage'], stop.signal)
  stop.abort()
  await passed
})
