/** What the seeds of a smoke run say of one environment: had a group spread, had none, or too few met it. */
export type Liveness = 'live' | 'dead' | 'not-measured'

type Seed = {
  status: 'running' | 'finished'
  steps: readonly { environments: readonly string[] }[]
  dead: readonly string[]
}

/**
 * A seed that never drew an environment says nothing of it. Dead in one seed may be chance; dead in all of them is
 * the environment.
 */
export function livenessOf(seeds: readonly Seed[], slug: string): Liveness {
  const finished = seeds.filter(({ status }) => status === 'finished')
  const met = finished.filter(({ steps }) => steps.some(({ environments }) => environments.includes(slug)))
  if (met.some(({ dead }) => !dead.includes(slug))) return 'live'
  return met.length > 0 && met.length === finished.length ? 'dead' : 'not-measured'
}
