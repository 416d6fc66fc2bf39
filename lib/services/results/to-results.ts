import type { SystemResults } from '#lib/contracts/results.ts'
import { type LoadedResult, type LoadedSystem, toAttempt } from '#lib/services/results/load-systems.ts'
import { aggregate } from '#lib/training/results/aggregate.ts'

/** The figures of one system over a split, from its attempts by seed. */
export function toResults(
  { system }: LoadedSystem,
  bySeed: ReadonlyMap<string, readonly LoadedResult[]>,
  split: readonly string[],
  pad: boolean,
): SystemResults {
  const cells = split.map((competition) => ({
    competition,
    attempts: (bySeed.get(competition) ?? []).map(toAttempt),
  }))
  const decisions = cells.flatMap(({ attempts }) => attempts.map((one) => one.ruling?.decision))
  const count = (decision: string) => decisions.filter((one) => one === decision).length
  return {
    system,
    aggregate: aggregate(bySeed, split, { pad }),
    cells,
    rulings: { zeroed: count('zeroed'), excluded: count('excluded'), rescored: count('rescored') },
  }
}
