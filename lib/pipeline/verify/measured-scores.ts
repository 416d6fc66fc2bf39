import type { Measured } from '#lib/pipeline/verify/difficulty.ts'
import type { Evidence } from '#lib/pipeline/verify/evidence.ts'
import { scoredRun } from '#lib/pipeline/verify/measure-solutions.ts'
import { solutionKey } from '#lib/pipeline/verify/planned-trial.ts'

/** Scores of rungs and of the reference, where they are valid. */
export function measuredScores({ task, solutions, raws, scores }: Evidence): Measured {
  if (scores === null) return {}
  const rungs = Object.entries(scores.scores).flatMap(([name, { score }]) =>
    /^s\d$/.test(name) && score !== null ? [[name, score] as const] : [],
  )
  const reference = solutions.find((solution) => solution.tag === 'reference')
  const score = reference && scoredRun(task, raws.get(solutionKey(reference.path, 1)), scores).score
  return { ...Object.fromEntries(rungs), ...(typeof score === 'number' ? { reference: score } : {}) }
}
