import { describe, expect, it } from 'vitest'
import { boundUsage, costMicroUsd, formatUsd, parseUsd, reservationMicroUsd } from '#lib/domain/model-cost.ts'

const prices = { inputMicroUsd: 3_000_000, outputMicroUsd: 15_000_000 }

describe('costMicroUsd', () => {
  it.each([
    [{ inputTokens: 1_000_000, outputTokens: 0 }, 3_000_000],
    [{ inputTokens: 1000, outputTokens: 500 }, 10_500],
    [{ inputTokens: 0, outputTokens: 0 }, 0],
  ])('of %j is %i', (usage, cost) => {
    expect(costMicroUsd(usage, prices)).toBe(cost)
  })

  it('rounds up, so that no call that used a token is free at a price', () => {
    expect(costMicroUsd({ inputTokens: 1, outputTokens: 0 }, { inputMicroUsd: 1, outputMicroUsd: 0 })).toBe(1)
    expect(
      costMicroUsd({ inputTokens: 1_000_001, outputTokens: 0 }, { inputMicroUsd: 1, outputMicroUsd: 0 }),
    ).toBe(2)
  })

  it('never says less than the exact cost and at most one micro-dollar more', () => {
    for (let tokens = 0; tokens < 2_000; tokens += 7) {
      const price = 37 * tokens + 13
      const cost = costMicroUsd(
        { inputTokens: tokens, outputTokens: 3 },
        { inputMicroUsd: price, outputMicroUsd: 1 },
      )
      const exact = (tokens * price + 3) / 1e6
      expect(cost).toBeGreaterThanOrEqual(exact)
      expect(cost - exact).toBeLessThan(1)
    }
  })

  it('refuses fractions, negatives and amounts beyond exact numbers', () => {
    expect(() => costMicroUsd({ inputTokens: 0.5, outputTokens: 0 }, prices)).toThrow(/whole number/)
    expect(() => costMicroUsd({ inputTokens: -1, outputTokens: 0 }, prices)).toThrow(/whole number/)
    expect(() =>
      costMicroUsd({ inputTokens: 2 ** 52, outputTokens: 0 }, { inputMicroUsd: 2 ** 52, outputMicroUsd: 0 }),
    ).toThrow(/cost/)
  })
})

describe('boundUsage', () => {
  const call = { system: '', messages: [], schema: null, maxOutputTokens: 100 }

  it('counts bytes of every text and of the schema', () => {
    const base = boundUsage({ ...call, messages: [{ text: '' }] }).inputTokens
    expect(boundUsage({ ...call, messages: [{ text: '漢字' }] }).inputTokens - base).toBe(6)
    expect(boundUsage({ ...call, messages: [{ text: '' }], system: 'abc' }).inputTokens - base).toBe(3)
    const schema = { schema: { type: 'object' } }
    expect(boundUsage({ ...call, messages: [{ text: '' }], schema }).inputTokens - base).toBe(17)
  })

  it('bounds what a call settles at', () => {
    const text = '0.123,4.567\n'.repeat(50)
    const reserved = reservationMicroUsd({ ...call, messages: [{ text }] }, prices)
    const worst = { inputTokens: text.length, outputTokens: 100 }
    expect(reserved).toBeGreaterThanOrEqual(costMicroUsd(worst, prices))
  })
})

describe('amounts', () => {
  it.each([
    ['3', 3_000_000, '3.00'],
    ['0.25', 250_000, '0.25'],
    ['12.0015', 12_001_500, '12.0015'],
    ['0', 0, '0.00'],
  ])('reads and writes %s', (text, micro, written) => {
    expect(parseUsd(text)).toBe(micro)
    expect(formatUsd(micro)).toBe(written)
  })

  it('rounds a seventh digit up and refuses what is not an amount', () => {
    expect(parseUsd('0.0000001')).toBe(1)
    for (const text of ['', '-1', '1e3', '1,5', '$3', 'NaN'])
      expect(() => parseUsd(text)).toThrow(/written like/)
  })
})
