import { describe, expect, test } from 'vitest'
import { type AssignmentDraft, assignmentDraft, type RoleAssignment } from '#components/models/assignment.ts'
import { LAB } from '#components/models/connection.fixture.ts'
import { capWarning, launchBlock } from '#components/models/launch.ts'
import { readAssignment } from '#components/models/read-assignment.ts'
import type { RunForecast } from '#lib/contracts/runs.ts'

const band = (p50: number, p90: number) => ({ p50, p90 })
const most = { answers: 20, outputTokens: 20_000, outputMicroUsd: 200_000 }
const NO_HISTORY: RunForecast = {
  estimate: { kind: 'no-history', found: 0, needed: 5 },
  mostPerCandidate: most,
}
const history = (each: number, run: number): RunForecast => ({
  estimate: {
    kind: 'history',
    basedOn: 9,
    perCandidate: { costMicroUsd: band(each, 2 * each), tokens: band(1, 1), minutes: band(1, 1) },
    run: { costMicroUsd: band(run, 2 * run), tokens: band(1, 1), minutes: band(1, 1) },
  },
  mostPerCandidate: most,
})

/** One answer of 1000 tokens costs 0.01 USD. */
function assignment(part: Partial<AssignmentDraft>, connection = LAB): RoleAssignment {
  const draft = { ...assignmentDraft(), maxOutputTokens: '1000', cap: '1', ...part }
  return readAssignment(draft, [connection])
}
const all = (model: string) => ({ everyRole: true, shared: { connectionId: LAB.id, model } })

describe('a launch', () => {
  test('needs nothing for the built-in engine', () => {
    expect(launchBlock(assignment({ cap: '' }), null)).toBeNull()
    expect(capWarning(assignment({ cap: '' }), 9, NO_HISTORY)).toBeNull()
  })

  test.each([
    [assignment(all('')), 'Choose a model for every role'],
    [assignment(all('unpriced')), 'no price for unpriced'],
    [assignment({ ...all('m'), cap: '' }), 'Set a cap'],
    [assignment({ ...all('m'), cap: '1,5' }), 'written like'],
    [assignment({ ...all('m'), cap: '0' }), 'more than 0'],
    [assignment({ ...all('m'), maxOutputTokens: '1' }), '256 to 64000'],
    [assignment({ ...all('m'), cap: '0.039999' }), '0.04 USD for one answer of each model'],
    [assignment(all('m'), { ...LAB, capMicroUsd: 50_000, spentMicroUsd: 45_000 }), '0.005 USD left'],
    [readAssignment({ ...assignmentDraft(), ...all('m') }, []), 'is gone'],
  ])('is blocked with the reason %#', (of, reason) => {
    expect(launchBlock(of, NO_HISTORY)).toContain(reason)
  })

  test('goes at the very cap that holds one candidate', () => {
    expect(launchBlock(assignment({ ...all('m'), cap: '0.04' }), NO_HISTORY)).toBeNull()
  })

  test('is blocked when half of the candidates would cost more than the cap', () => {
    expect(launchBlock(assignment(all('m')), history(1_000_001, 9_000_000))).toContain('half of them')
  })

  test('says where the cap will stop it', () => {
    expect(capWarning(assignment(all('m')), 9, history(250_000, 2_250_000))).toContain(
      'about 4 of 9 candidates',
    )
    expect(capWarning(assignment(all('m')), 3, history(250_000, 750_000))).toContain('One run in ten')
    expect(capWarning(assignment(all('m')), 1, history(250_000, 250_000))).toBeNull()
    expect(capWarning(assignment(all('m')), 9, NO_HISTORY)).toContain('can reach the cap')
    expect(capWarning(assignment(all('m')), 1, NO_HISTORY)).toBeNull()
  })
})
