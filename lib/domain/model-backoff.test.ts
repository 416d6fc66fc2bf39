import { describe, expect, it } from 'vitest'
import { BACKOFF_LIMITS, planRetry } from '#lib/domain/model-backoff.ts'

const wait = (ms: number) => ({ kind: 'wait', ms })

describe('planRetry', () => {
  it.each(['rate-limited', 'server', 'timeout', 'network'] as const)('tries again after %s', (fault) => {
    expect(planRetry(fault, 1, null, 0)).toEqual(wait(500))
  })

  it.each(['bad-request', 'unauthorised', 'address-refused', 'malformed'] as const)(
    'never tries again after %s',
    (fault) => {
      expect(planRetry(fault, 1, 10, 0)).toEqual({ kind: 'give-up', reason: 'never-retried' })
    },
  )

  it('doubles, leaves half to chance and stays below the cap', () => {
    const limits = { ...BACKOFF_LIMITS, attempts: 100 }
    expect(planRetry('server', 2, null, 0)).toEqual(wait(1000))
    expect(planRetry('server', 3, null, 0.5)).toEqual(wait(3000))
    for (const attempt of [7, 20, 99]) {
      expect(planRetry('server', attempt, null, 0, limits)).toEqual(wait(30_000))
      expect(planRetry('server', attempt, null, 0.999, limits)).toEqual(wait(59_970))
    }
  })

  it('never asks earlier than the provider allowed', () => {
    for (const random of [0, 0.3, 0.999])
      for (const retryAfterMs of [1, 2_000, 45_000, 300_000]) {
        const plan = planRetry('rate-limited', 1, retryAfterMs, random)
        expect(plan.kind === 'wait' && plan.ms >= retryAfterMs).toBe(true)
      }
  })

  it('gives up when asked to wait longer than the cap, or when the attempts are used', () => {
    expect(planRetry('rate-limited', 1, 300_001, 0)).toEqual({
      kind: 'give-up',
      reason: 'asked-to-wait-too-long',
    })
    expect(planRetry('network', 5, null, 0).kind).toBe('wait')
    expect(planRetry('network', 6, null, 0)).toEqual({ kind: 'give-up', reason: 'attempts-used' })
  })
})
