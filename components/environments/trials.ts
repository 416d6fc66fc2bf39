import type { RungScore } from '#components/charts/prepare-ladder.ts'
import type { TrialView } from '#lib/contracts/environments.ts'
import type { TaggedSolution } from '#lib/domain/artefacts/solutions.ts'
import { RUNGS, TIERS, type Tier } from '#lib/domain/vocabulary.ts'

/** What a trial ran, by the name that the task gives it: `s4` of `s4 boosting`, `solutions/x.py` of `judge/solutions/x.py`. */
const programName = ({ kind, program }: TrialView): string =>
  kind === 'rung' ? (program.split(' ')[0] ?? program) : program.replace(/^judge\//, '')

/** The newest trial of each program of one kind; later creation wins, then the later place in the list. */
export function newestTrials(trials: readonly TrialView[], kind: string): Map<string, TrialView> {
  const newest = new Map<string, TrialView>()
  for (const trial of trials) {
    if (trial.kind !== kind) continue
    const name = programName(trial)
    const known = newest.get(name)
    if (!known || known.createdAt <= trial.createdAt) newest.set(name, trial)
  }
  return newest
}

/** Scores of the solver ladder as trials recorded them; a rung without a trial has none. */
export function rungScores(trials: readonly TrialView[]): RungScore[] {
  const newest = newestTrials(trials, 'rung')
  return RUNGS.flatMap((rung) => {
    const trial = newest.get(rung)
    if (!trial) return []
    const seconds = trial.wallMs === null ? null : trial.wallMs / 1000
    return [{ rung, score: trial.score, low: trial.low, high: trial.high, seconds }]
  })
}

export type SolutionRow = {
  solution: TaggedSolution
  reached: Tier | null
  score: number | null
  /** Where the program did not finish: the sandbox's word for it, else the reason. */
  trouble: string | null
  ok: boolean | null
}

/** Tagged solutions beside the tier that their newest trial reached. `ok` is null until there is a trial. */
export function solutionRows(
  solutions: readonly TaggedSolution[],
  trials: readonly TrialView[],
): SolutionRow[] {
  const newest = newestTrials(trials, 'solution')
  return solutions.map((solution) => {
    const trial = newest.get(solution.path)
    const reached = trial?.tier ?? null
    const permitted = reached !== null && solution.permitted.includes(reached)
    const required =
      solution.required.length === 0 || (reached !== null && solution.required.includes(reached))
    return {
      solution,
      reached,
      score: trial?.score ?? null,
      trouble: trial && reached === null ? (trial.reason ?? trial.outcome) : null,
      ok: trial && trial.status === 'finished' ? permitted && required : null,
    }
  })
}

export type TierCell = 'forbidden' | 'permitted' | 'required'
/** What a solution may do in each tier, in tier order. */
export const tierCells = (solution: TaggedSolution): readonly { tier: Tier; cell: TierCell }[] =>
  TIERS.map((tier) => ({
    tier,
    cell: solution.required.includes(tier)
      ? 'required'
      : solution.permitted.includes(tier)
        ? 'permitted'
        : 'forbidden',
  }))
