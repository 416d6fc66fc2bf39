import { estimateWords, seedsWords } from '#components/results/estimate.tsx'
import type { ResultsBoard, SystemResults } from '#lib/contracts/results.ts'
import { hasTiers, MEASURE_TITLES, type Measure } from '#lib/domain/results.ts'

/** Which of the two definitions in use it is: the paper's is one rank step less generous. */
const HUMAN_RANK =
  " HumanRank as MLE-Dojo's code computes it: (N − position + 1) / N, the mean of private and public board; an attempt without a score counts 0."

/** One sentence that says what the board shows, what was taken out, and how much one attempt weighs. */
export function boardSentence({ systems, competitions, removed, benchmark }: ResultsBoard): string {
  const count = `${systems.length} ${systems.length === 1 ? 'system' : 'systems'}`
  const over = `${competitions.length} competitions`
  const without = removed.length > 0 ? `, without ${removed.map(({ id }) => id).join(', ')}` : ''
  const weight =
    hasTiers(benchmark) && competitions.length > 0
      ? ` One competition is ${(100 / competitions.length).toFixed(1)} points of a seed.`
      : hasTiers(benchmark)
        ? ''
        : HUMAN_RANK
  return `${count} over ${over}${without}.${weight}`
}

/** The best of one section; sections are never ranked against each other. */
export function bestSentence(rows: readonly SystemResults[], measure: Measure): string {
  const best = rows.find(({ aggregate }) => aggregate.measures !== null)
  if (best === undefined) return 'No seed here covers all competitions.'
  const figure = `${estimateWords(best.aggregate, measure)} %`
  const title = measure === 'human-rank' ? 'HumanRank' : MEASURE_TITLES[measure].toLowerCase()
  return `Highest ${title}: ${best.system.name}, ${figure} (${seedsWords(best.aggregate)}).`
}
