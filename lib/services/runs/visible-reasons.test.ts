import { expect, test } from 'vitest'
import type { RunEvent } from '#lib/contracts/runs.ts'
import type { Actor } from '#lib/domain/capabilities.ts'
import { reasonsFor } from '#lib/services/runs/visible-reasons.ts'

const who = { userId: 'u', name: 'U' }
const person = (role: 'viewer' | 'reviewer'): Actor => ({ ...who, kind: 'user', role })
const agent: Actor = { ...who, kind: 'token', tokenId: 't', role: 'researcher', scope: 'trainer' }
const event = (type: string, data: object, message = 'SECRET'): RunEvent => ({
  id: '1',
  candidateId: null,
  ordinal: 2,
  type,
  level: 'warn',
  message,
  data: { ...data },
  at: '2026-01-01T00:00:00.000Z',
})

test.each([
  ['gate.judged', { gate: 'difficulty', verdict: 'failed' }, 'Difficulty: failed.'],
  ['step.failed', { role: 'ml-developer', repair: 0 }, 'ML developer failed.'],
  ['candidate.repaired', { repair: 1, reason: 'SECRET' }, 'The data strategist adjusts the plan.'],
  ['candidate.ended', { status: 'rejected', reason: 'SECRET' }, 'Candidate 3 is rejected.'],
  ['candidate.ended', { status: 'error', reason: 'SECRET' }, 'Candidate 3 failed.'],
  ['gate.judged', { gate: 'toString' }, 'Only owners, researchers and reviewers can read why.'],
])('%s with %j is told without what a judge sees', (type, data, message) => {
  for (const actor of [person('viewer'), agent]) {
    const shown = reasonsFor(actor).event(event(type, data))
    expect(shown.message).toBe(message)
    expect(JSON.stringify(shown)).not.toContain('SECRET')
  }
  expect(reasonsFor(person('reviewer')).event(event(type, data))).toEqual(event(type, data))
})

test('other lines of the log, and what gives no reason, stay as they are', () => {
  const started = event('step.started', { role: 'ml-developer' }, 'ML developer starts.')
  expect(reasonsFor(person('viewer')).event(started)).toEqual(started)
  expect(reasonsFor(person('viewer')).reason(null)).toBeNull()
  expect(reasonsFor(person('viewer')).reason('gold is 0.7')).not.toContain('0.7')
  expect(reasonsFor(person('reviewer')).reason('gold is 0.7')).toBe('gold is 0.7')
})
