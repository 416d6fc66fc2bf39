import type { Competition, ResultsBoard } from '#lib/contracts/results.ts'
import type { Benchmark } from '#lib/domain/results.ts'
import { LITE_SPLIT } from '#lib/training/results/lite-split.ts'

export type Split = { competitions: Competition[]; removed: ResultsBoard['removed'] }

/**
 * The competitions that the means of a board run over. MLE-bench-lite has its fixed 22, less those with a known defect
 * when the reader wants; MLE-Dojo's are those that were attempted, as it has no fixed list of files.
 */
export function splitOf(benchmark: Benchmark, clean: boolean, attempted: Iterable<string>): Split {
  if (benchmark === 'mle-dojo') {
    const ids = [...new Set(attempted)].sort()
    const unknown = { metric: null, lowerIsBetter: null, modality: null, knownIssue: null }
    return { competitions: ids.map((id) => ({ id, name: id, ...unknown })), removed: [] }
  }
  const isRemoved = ({ knownIssue }: { knownIssue: string | null }) => clean && knownIssue !== null
  return {
    competitions: LITE_SPLIT.filter((one) => !isRemoved(one)),
    removed: LITE_SPLIT.filter(isRemoved).map(({ id, knownIssue }) => ({ id, knownIssue: knownIssue ?? '' })),
  }
}
