import type { TaggedSolution } from '#lib/domain/artefacts/solutions.ts'
import type { RejectionReason } from '#lib/domain/rejection.ts'
import { solutionJob } from '#lib/pipeline/engine-jobs.ts'
import {
  type Evidence,
  isInfra,
  isOtherRuntime,
  judgeError,
  measured,
  notComparable,
} from '#lib/pipeline/verify/evidence.ts'
import type { Found, Gate } from '#lib/pipeline/verify/gate.ts'
import { measureSolution } from '#lib/pipeline/verify/measure-solutions.ts'
import { readSolutions, solutionKey } from '#lib/pipeline/verify/planned-trial.ts'

/** Tags whose second run must give the very same score: the ones that fit models. */
const RERUN_TAGS: readonly TaggedSolution['tag'][] = ['default', 'engineered', 'reference']

function measureSolutions(evidence: Evidence): Found {
  const { task, solutions, raws, scores } = evidence
  const runs = [...raws.values()].filter((raw) => raw.kind === 'solution')
  const first = solutions.map((solution) => raws.get(solutionKey(solution.path, 1)))
  const broken = [...first, ...runs].find(isInfra)
  if (broken || first.includes(undefined) || scores === null)
    return judgeError(broken?.failure ?? 'The solutions were not all run and scored.')
  if (isOtherRuntime(evidence)) return notComparable('scores and thresholds')
  return measured(solutions.flatMap((solution) => measureSolution(task, solution, raws, scores)))
}

/** Which tagged solution misbehaved tells what is wrong with the task. */
function solutionReason(checkId: string): RejectionReason {
  if (checkId.startsWith('repeatable/')) return 'broken'
  if (/probe/.test(checkId)) return 'shortcut'
  if (/constant|sample-submission|random/.test(checkId)) return 'trivial'
  if (/default|simple-baseline/.test(checkId)) return 'easy-default'
  return /reference/.test(checkId) ? 'too-hard' : 'broken'
}

/** Every tagged solution, those that fit models twice. */
export const solutions: Gate = {
  trials: (_task, files) =>
    readSolutions(files).flatMap((solution) =>
      (RERUN_TAGS.includes(solution.tag) ? [1, 2] : [1]).map((run) => ({
        key: solutionKey(solution.path, run),
        kind: 'solution' as const,
        program: `judge/${solution.path}`,
        job: solutionJob(solution.path, files[`judge/${solution.path}`] ?? new Uint8Array(), files, run),
      })),
    ),
  measure: measureSolutions,
  reasonOf: solutionReason,
}
