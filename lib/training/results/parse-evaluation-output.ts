import { z } from 'zod'
import type { Tier } from '#lib/domain/vocabulary.ts'
import { type GradedResult, withoutThresholds } from '#lib/training/results/graded-result.ts'

/** A run that ended in an error has no reward; a reward of another kind is named. */
const Reward = z.number().nullable()
const Summary = z.object({ competition_id: z.string().min(1).max(200), reward: Reward })
const Summaries = z.array(z.unknown()).min(1).max(10_000)
const Distributions = z.record(z.string().min(1).max(200), z.array(Reward).max(1000))

/**
 * What the released reward adds up to before its format term (paper.md section 2.5): 0.2 for a score, and one tier.
 * The format term is between 0 and 0.1.
 */
const BASE: readonly (readonly [Tier, number])[] = [
  ['fail', 0],
  ['below', 0.2],
  ['median', 0.3],
  ['bronze', 0.7],
  ['silver', 0.8],
  ['gold', 0.9],
]
const FORMAT_MAX = 0.1
/** Sums of decimals are not exact. */
const SLACK = 1e-9

/**
 * The tier behind a reward of the released, dense table; null when no tier gives it. On an edge, where the best form
 * of one tier equals the worst form of the next, the lower one is taken.
 */
export function tierOfReward(reward: number): Tier | null {
  const found = BASE.find(([, base]) => reward >= base - SLACK && reward <= base + FORMAT_MAX + SLACK)
  return found?.[0] ?? null
}

function toResult(competition: string, reward: number | null): GradedResult | string {
  const tier = reward === null ? 'fail' : tierOfReward(reward)
  return tier === null
    ? `${competition.slice(0, 80)}: no tier of the released reward gives ${reward}`
    : withoutThresholds({ competition, score: null, tier, humanRank: null })
}

export const looksLikeSummaries = (name: string): boolean => /episode_summaries_\d+_\d+\.json$/.test(name)
export const looksLikeDistributions = (name: string): boolean => /reward_distributions\.json$/.test(name)

/**
 * Of `episode_summaries_<from>_<to>.json` in one folder the last: each holds all earlier batches too.
 * Names are paths; the answer is a sublist.
 */
export function lastSummaries(names: readonly string[]): string[] {
  const last = new Map<string, { name: string; to: number }>()
  for (const name of names) {
    const match = /^(.*?)episode_summaries_\d+_(\d+)\.json$/.exec(name)
    if (match === null) continue
    const [folder = '', to] = [match[1], Number(match[2])]
    if (to >= (last.get(folder)?.to ?? -1)) last.set(folder, { name, to })
  }
  return [...last.values()].map(({ name }) => name)
}

type Parsed = { ok: true; results: GradedResult[]; failed: number } | { ok: false; problems: string[] }
type Pair = readonly [competition: string, reward: number | null]

function collect(pairs: readonly (Pair | string)[]): Parsed {
  const read = pairs.map((pair) => (typeof pair === 'string' ? pair : toResult(...pair)))
  const problems = read.filter((one) => typeof one === 'string')
  if (problems.length > 0) return { ok: false, problems }
  const failed = pairs.filter((pair) => pair[1] === null).length
  return { ok: true, results: read.filter((one) => typeof one !== 'string'), failed }
}

function pairOf(episode: unknown, index: number): Pair | string {
  const parsed = Summary.safeParse(episode)
  if (parsed.success) return [parsed.data.competition_id, parsed.data.reward]
  const keys = parsed.error.issues.map(({ path }) => path.join('.') || 'competition_id').join(', ')
  return `episode ${index + 1}: missing or malformed ${keys}`
}

/** Attempts of the authors' evaluation script; tiers are read from its rewards. */
export function parseSummaries(value: unknown): Parsed {
  const parsed = Summaries.safeParse(value)
  return parsed.success
    ? collect(parsed.data.map(pairOf))
    : { ok: false, problems: ['not a list of episodes with competition_id and reward'] }
}

/** The same from `reward_distributions.json`: a list of rewards for each competition. */
export function parseDistributions(value: unknown): Parsed {
  const parsed = Distributions.safeParse(value)
  return parsed.success
    ? collect(
        Object.entries(parsed.data).flatMap(([id, rewards]) => rewards.map((one) => [id, one] as const)),
      )
    : { ok: false, problems: ['not a list of rewards for each competition'] }
}
