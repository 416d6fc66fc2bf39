import type { ReportForm } from '#lib/domain/results.ts'
import type { Tier } from '#lib/domain/vocabulary.ts'

/** One graded attempt at one competition, as a report says it. */
export type GradedResult = {
  competition: string
  score: number | null
  goldThreshold: number | null
  silverThreshold: number | null
  bronzeThreshold: number | null
  medianThreshold: number | null
  lowerIsBetter: boolean | null
  submissionExists: boolean
  validSubmission: boolean
  /** Strictly above; kept as it was said. */
  aboveMedian: boolean
  tier: Tier
  /** MLE-Dojo's position score in percent; null elsewhere. */
  humanRank: number | null
}

/** One report of an upload: the attempts of one run group, in the order of the file. */
export type GradedReport = {
  form: ReportForm
  filename: string
  runGroup: string | null
  sha256: string
  results: GradedResult[]
}

/** What a file of an upload cannot say, and what to do about it. */
export type ReadingNote = { file: string; message: string }
/** What one upload gave. `refused` files hold nothing that is counted. */
export type ReadReports = { reports: GradedReport[]; refused: ReadingNote[]; warnings: ReadingNote[] }

const NO_THRESHOLDS = {
  goldThreshold: null,
  silverThreshold: null,
  bronzeThreshold: null,
  medianThreshold: null,
  lowerIsBetter: null,
}
/** For sources that print no thresholds. */
export const withoutThresholds = (
  facts: Pick<GradedResult, 'competition' | 'score' | 'tier' | 'humanRank'>,
): GradedResult => ({
  ...NO_THRESHOLDS,
  ...facts,
  submissionExists: facts.tier !== 'fail',
  validSubmission: facts.tier !== 'fail',
  aboveMedian: ['median', 'bronze', 'silver', 'gold'].includes(facts.tier),
})
