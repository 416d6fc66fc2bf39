/** One environment within a range of steps: its counted rollouts and their mean reward. */
type Within = { environment: string; rollouts: number; meanReward: number }
type Mean = { mean: number; rollouts: number }
type Explained<T> = T & {
  before: (Mean & { of: 'environment' | 'run' }) | null
  pull: number | null
}

/**
 * Divides the distance between the mean reward of some steps and the mean before among the environments: each pulls by
 * its share of the rollouts times how far it fell. What was not met before is held against the run's earlier mean.
 * The strongest pull down comes first; the pulls sum to (mean before, in this mixture) - (mean now).
 */
export function explainStep<T extends Within>(
  within: readonly T[],
  before: readonly (Mean & { environment: string })[],
  run: Mean | null,
): { meanReward: number | null; environments: Explained<T>[] } {
  const total = within.reduce((sum, { rollouts }) => sum + rollouts, 0)
  if (total === 0) return { meanReward: null, environments: [] }
  const own = new Map(before.map(({ environment, mean, rollouts }) => [environment, { mean, rollouts }]))
  const environments = within.map((one): Explained<T> => {
    const met = own.get(one.environment)
    const base =
      met !== undefined
        ? { of: 'environment' as const, ...met }
        : run !== null
          ? { of: 'run' as const, ...run }
          : null
    const pull = base === null ? null : (one.rollouts / total) * (base.mean - one.meanReward)
    return { ...one, before: base, pull }
  })
  environments.sort(
    (a, b) =>
      (b.pull ?? 0) - (a.pull ?? 0) ||
      a.meanReward - b.meanReward ||
      (a.environment < b.environment ? -1 : 1),
  )
  const sum = within.reduce((part, { rollouts, meanReward }) => part + rollouts * meanReward, 0)
  return { meanReward: sum / total, environments }
}
