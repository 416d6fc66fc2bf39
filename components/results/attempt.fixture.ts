import type { Attempt, SystemResults } from '#lib/contracts/results.ts'
import type { FeedbackKind } from '#lib/domain/results.ts'
import type { Tier } from '#lib/domain/vocabulary.ts'

const ID = '00000000-0000-7000-8000-000000000001'
const AT = '2026-01-02T03:04:05Z'

export const attempt = (seed: number, tier: Tier, over: Partial<Attempt> = {}): Attempt => ({
  id: ID,
  seed,
  report: 'r.json',
  runGroup: null,
  score: null,
  goldThreshold: null,
  silverThreshold: null,
  bronzeThreshold: null,
  medianThreshold: null,
  lowerIsBetter: null,
  submissionExists: tier !== 'fail',
  validSubmission: tier !== 'fail',
  aboveMedian: false,
  tier,
  humanRank: null,
  counted: tier,
  ruling: null,
  ...over,
})
export const ruling = (decision: 'zeroed' | 'excluded' | 'rescored', tier: Tier | null = null) => ({
  decision,
  tier,
  reason: 'because',
  byName: 'Ada',
  at: AT,
})

export const systemResults = (name: string, feedback: FeedbackKind, mean: number | null): SystemResults => {
  const estimate = { mean: mean ?? 0, sem: 1, low: 0, high: 0, perSeed: [mean ?? 0] }
  const measures = {
    'any-medal': estimate,
    gold: estimate,
    silver: estimate,
    bronze: estimate,
    'above-median': estimate,
    valid: estimate,
    'human-rank': estimate,
  }
  return {
    system: {
      id: ID,
      name,
      benchmark: 'mle-bench-lite',
      model: 'm',
      method: 'rl',
      scaffold: 'AIDE',
      hardware: null,
      hours: null,
      gradings: null,
      feedback,
      leakageNoted: false,
      note: '',
      trainingRunId: null,
      packId: null,
      splitPackId: null,
      splitPack: null,
      trainingRun: null,
      pack: null,
      reports: 1,
      createdByName: 'Ada',
      createdAt: AT,
      archivedAt: null,
    },
    aggregate: {
      seeds: mean === null ? 0 : 3,
      fewest: mean === null ? 0 : 3,
      most: 3,
      padded: 0,
      missing: mean === null ? ['a'] : [],
      measures: mean === null ? null : measures,
    },
    cells: [],
    rulings: { zeroed: 0, excluded: 0, rescored: 0 },
  }
}
