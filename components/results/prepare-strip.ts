import type { Attempt, CompetitionCells } from '#lib/contracts/results.ts'
import { TIERS, type Tier } from '#lib/domain/vocabulary.ts'

export type StripCell = {
  competition: string
  /** What the square shows: the middle tier of the seeds, the lower one of two. */
  look: { kind: 'tier'; tier: Tier } | { kind: 'excluded' } | { kind: 'missing' }
  /** The seeds do not agree. */
  mixed: boolean
  /** Competition and each seed, in words. */
  words: string
}

/** The middle of several tiers; of an even number the lower of the two in the middle. Throws on none. */
export function middleTier(tiers: readonly Tier[]): Tier {
  const ranks = tiers.map((tier) => TIERS.indexOf(tier)).sort((a, b) => a - b)
  const tier = TIERS[ranks[Math.floor((ranks.length - 1) / 2)] ?? -1]
  if (tier === undefined) throw new Error('the middle of no tiers')
  return tier
}

/** `gold`, or what a decision made of it: `fail (zeroed, was gold)`. */
export function attemptWords({ tier, counted, ruling }: Attempt): string {
  if (ruling === null || ruling.decision === 'included') return tier
  if (counted === null) return `excluded (was ${tier})`
  return `${counted} (${ruling.decision}, was ${tier})`
}

/** One square for each competition, in order. */
export function prepareStrip(cells: readonly CompetitionCells[]): StripCell[] {
  return cells.map(({ competition, attempts }) => {
    if (attempts.length === 0)
      return { competition, look: { kind: 'missing' }, mixed: false, words: `${competition}: no attempt` }
    const tiers = attempts.flatMap(({ counted }) => (counted === null ? [] : [counted]))
    const seeds = attempts.map((attempt) => `seed ${attempt.seed} ${attemptWords(attempt)}`).join(', ')
    return {
      competition,
      look: tiers.length === 0 ? { kind: 'excluded' } : { kind: 'tier', tier: middleTier(tiers) },
      mixed: new Set(tiers).size > 1,
      words: `${competition}: ${seeds}`,
    }
  })
}

/** `6 gold, 2 bronze, 14 below; 1 excluded`: what a strip shows, best tier first. */
export function stripSentence(strip: readonly StripCell[]): string {
  const count = (test: (cell: StripCell) => boolean) => strip.filter(test).length
  const tiers = TIERS.toReversed().map(
    (tier) => [count(({ look }) => look.kind === 'tier' && look.tier === tier), tier] as const,
  )
  const rest = (['excluded', 'missing'] as const).map(
    (kind) => [count(({ look }) => look.kind === kind), kind] as const,
  )
  const said = [...tiers, ...rest].filter(([n]) => n > 0).map(([n, word]) => `${n} ${word}`)
  return said.join(', ') || 'no competition'
}
