import type { Competition, ResultsBoard } from '#lib/contracts/results.ts'
import type { Benchmark } from '#lib/domain/results.ts'
import { FULL_SPLIT } from '#lib/training/results/full-split.ts'
import { LITE_SPLIT } from '#lib/training/results/lite-split.ts'

export type Split = { competitions: Competition[]; removed: ResultsBoard['removed'] }

const UNKNOWN = { metric: null, lowerIsBetter: null, modality: null, knownIssue: null }
const LITE = new Map(LITE_SPLIT.map((one) => [one.id, one]))
const WHOLE: readonly Competition[] = FULL_SPLIT.map((one) => LITE.get(one.id) ?? { ...UNKNOWN, ...one })

function competitionsOf(
  benchmark: Benchmark,
  attempted: Iterable<string>,
  tasks: readonly Competition[],
): readonly Competition[] {
  switch (benchmark) {
    case 'mle-bench-lite':
      return LITE_SPLIT
    case 'mle-bench':
      return WHOLE
    case 'pack':
      return tasks
    case 'mle-dojo':
      return [...new Set(attempted)].sort().map((id) => ({ id, name: id, ...UNKNOWN }))
  }
}

/**
 * The competitions that means run over: a split file of MLE-bench, less those with a known defect when the reader
 * wants; the tasks of a pack; or, of MLE-Dojo, those that were attempted, as it has no fixed list of files.
 */
export function splitOf(
  benchmark: Benchmark,
  clean: boolean,
  attempted: Iterable<string>,
  tasks: readonly Competition[] = [],
): Split {
  const all = competitionsOf(benchmark, attempted, tasks)
  const isRemoved = ({ knownIssue }: Competition) => clean && knownIssue !== null
  return {
    competitions: all.filter((one) => !isRemoved(one)),
    removed: all.filter(isRemoved).map(({ id, knownIssue }) => ({ id, knownIssue: knownIssue ?? '' })),
  }
}
