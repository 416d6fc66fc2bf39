/** Metrics by what people look at first, and the common names of what trainers call differently. */

type Known = { name: string; keys: RegExp }
/** In the order of the page. Sources: metric names of verl, rLLM, SkyRL, trl and the smoke trainer. */
const KNOWN: readonly Known[] = [
  {
    name: 'reward',
    keys: /^(reward|reward_mean|rewards?\/mean|critic\/(score|rewards?)\/mean|reward\/avg_raw_reward|train\/reward)$/,
  },
  // Before the validation reward: trainers log both below `val-core/`.
  { name: 'medal rate', keys: /(?:^|\/)(?:medal_rate|medals?_among_valid|any_medal)/ },
  {
    name: 'validation reward',
    keys: /^(val\/reward(_mean|\/mean)?|eval_reward|eval\/reward|val-core\/.+|val\/.+\/pass@1)$/,
  },
  { name: 'valid rate', keys: /^(.*\/)?(valid_rate|valid)$/ },
  { name: 'reward spread', keys: /^(reward_std|frac_reward_zero_std|zero_spread.*)$/ },
  { name: 'entropy', keys: /^(actor\/entropy(_loss)?|entropy|policy\/entropy)$/ },
  { name: 'KL', keys: /^(actor\/ppo_kl|actor\/kl_loss|kl|policy\/kl)$/ },
  { name: 'response length', keys: /^(response_length\/mean|completions\/mean_length)$/ },
  { name: 'clipped share', keys: /^(response_length\/clip_ratio|completions\/clipped_ratio)$/ },
  { name: 'loss', keys: /^(loss|actor\/pg_loss|policy_loss|train\/loss)$/ },
  { name: 'gradient norm', keys: /^(actor\/grad_norm|grad_norm|policy\/grad_norm)$/ },
]
/** So many of the known ones are rewards. */
const REWARDS = 3
const REWARD_LIKE = /reward|score|medal/i
/** Bookkeeping of trainers, of little interest as a curve. */
const LAST = /^(training\/|timing|perf\/|global_seqlen|epoch$|step$)/

/** What a metric is commonly called; null where it has its own name alone. */
export const commonName = (key: string): string | null =>
  KNOWN.find((known) => known.keys.test(key))?.name ?? null

function rankOf(key: string): number {
  const known = KNOWN.findIndex((one) => one.keys.test(key))
  if (known >= 0) return known
  if (LAST.test(key) || isCounter(key)) return KNOWN.length + 2
  return KNOWN.length + (REWARD_LIKE.test(key) ? 0 : 1)
}

/** Rewards first, then what else is known, then the rest by how many runs have it. */
export const orderMetrics = <M extends { key: string; runs: number }>(metrics: readonly M[]): M[] =>
  metrics.toSorted(
    (a, b) =>
      rankOf(a.key) - rankOf(b.key) || b.runs - a.runs || a.key.localeCompare(b.key, 'en', { numeric: true }),
  )

export type MetricSection<M> = { name: string; metrics: readonly M[] }

/** Rewards stand together; the rest goes by what stands before the first slash of a name. */
const sectionOf = (key: string): string =>
  rankOf(key) < REWARDS ? 'rewards' : key.includes('/') ? key.slice(0, key.indexOf('/')) : 'other'

/** Metrics by the prefix that their trainer gave them, rewards first; a prefix of one metric is not a section. */
export const sectionsOf = <M extends { key: string; runs: number }>(
  metrics: readonly M[],
): MetricSection<M>[] => {
  const sizes = Map.groupBy(metrics, ({ key }) => sectionOf(key))
  const nameOf = (key: string) => {
    const name = sectionOf(key)
    return name !== 'rewards' && sizes.get(name)?.length === 1 ? 'other' : name
  }
  const named = Map.groupBy(orderMetrics(metrics), ({ key }) => nameOf(key))
  const sections = [...named].map(([name, inside]) => ({ name, metrics: inside }))
  return sections.toSorted((a, b) => Number(a.name === 'other') - Number(b.name === 'other'))
}

/** Metrics that only grow: another axis to draw over. */
export const isCounter = (key: string): boolean =>
  /(^|[/_.-])(num_|total_|n_)?(tokens|environments|envs|samples|episodes|rollouts)([/_.-]?(seen|total|processed))?$/i.test(
    key,
  )
