import type { Spec } from '#lib/domain/artefacts/spec.ts'
import type { Task } from '#lib/domain/artefacts/task.ts'
import { tierOf } from '#lib/domain/tiers.ts'
import { spacingPair } from '#lib/pipeline/calibrate.ts'
import type { ScoreReport } from '#lib/pipeline/engine-results.ts'
import type { Evidence } from '#lib/pipeline/verify/evidence.ts'
import { thresholdValues } from '#lib/pipeline/verify/measure-solutions.ts'
import { measuredScores } from '#lib/pipeline/verify/measured-scores.ts'
import { solutionKey } from '#lib/pipeline/verify/planned-trial.ts'
import { submissionName } from '#lib/pipeline/verify/raw-trial.ts'

/** What a task is made of. Rich: two mechanisms, or one with ordinary signal around it. */
export function mix({ domain, modality, task, metric, mechanisms, ordinary, columns }: Spec) {
  const ids = mechanisms.map(({ id }) => id)
  const share = ordinary?.share ?? 0
  const rich = ids.length > 1 || share > 0
  return { domain: domain.id, modality, task, metric, mechanisms: ids, share, columns: columns.length, rich }
}

const QUANTILES = [0, 0.25, 0.5, 0.75, 1]

/** Quartiles of the rows of tasks, the smallest and the largest. */
export function spreadOfRows(rows: readonly Spec['rows'][]) {
  const at = (values: readonly number[]) => {
    const sorted = [...values].sort((a, b) => a - b)
    return QUANTILES.map((share) => sorted[Math.round(share * (sorted.length - 1))])
  }
  return { train: at(rows.map(({ train }) => train)), test: at(rows.map(({ test }) => test)) }
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

const BELOW = { bronze: 'median', silver: 'bronze', gold: 'silver' } as const
const PAIRED_95 = 1.96

/** Whether each tier is told from the one below by the paired 95 % interval of the programs that they were read from. */
export function distinctTiers(
  { thresholds, direction }: Pick<Task, 'thresholds' | 'direction'>,
  { pairs, scores }: ScoreReport,
) {
  const told = Object.entries(scores).flatMap(([name, { score }]) => (score === null ? [] : [[name, score]]))
  const between = spacingPair({ direction, scores: Object.fromEntries(told) })
  const isDistinct = (upper: keyof typeof BELOW) => {
    const gap = Math.abs(thresholds[upper].value - thresholds[BELOW[upper]].value)
    const error = pairs[upper === 'bronze' ? 's4:s5' : between]?.se
    if (error === undefined) throw new Error(`no error of ${between}`)
    return gap >= PAIRED_95 * error - 1e-5
  }
  return { bronze: isDistinct('bronze'), silver: isDistinct('silver'), gold: isDistinct('gold') }
}

const OF_DEFAULT = ['s1', 's2', 's3', 's4']

/** Default rungs and shipped default solutions that reach silver. */
export function defaultAtSilver(task: Task, { scores, solutions }: Evidence): string[] {
  if (scores === null) return []
  const shipped = solutions.flatMap(({ tag, path }) =>
    tag === 'default' || tag === 'simple-baseline' ? [submissionName(solutionKey(path, 1))] : [],
  )
  return [...OF_DEFAULT, ...shipped].filter((name) => {
    const score = scores.scores[name]?.score
    return (
      typeof score === 'number' &&
      ['silver', 'gold'].includes(tierOf(score, thresholdValues(task), task.direction))
    )
  })
}

/** What careful work without the rule reaches, and the tier that this is. */
export function engineeredOf(task: Task, { scores, solutions }: Evidence) {
  const engineered = solutions.find(({ tag }) => tag === 'engineered')
  const score = engineered && scores?.scores[submissionName(solutionKey(engineered.path, 1))]?.score
  return { score: score ?? null, tier: tierOf(score ?? null, thresholdValues(task), task.direction) }
}

export const ladderOf = (evidence: Evidence) => measuredScores(evidence)

/** Hints, paragraphs of the story and the opening of a statement, with what is the task's own left out of nothing. */
export function textsOf(statement: string) {
  const section = (title: string) => statement.split(`## ${title}\n`)[1]?.split('\n## ')[0] ?? ''
  const paragraphs = [section('Overview'), section('Data')]
    .join('\n\n')
    .split(/\n\n+/)
    .map((text) => text.trim())
    .filter((text) => /^[A-Z]/.test(text) && text.split(' ').length > 6)
  const hints = section('Hints')
    .split('\n')
    .filter((line) => line.startsWith('- '))
  const opening = (paragraphs[0] ?? '').split(/(?<=[.?!]) /)[0] ?? ''
  return { hints, paragraphs, opening }
}

const twice = (texts: readonly string[]) => [
  ...new Set(texts.filter((text, at) => texts.indexOf(text) !== at)),
]

/** What more than one statement says word for word. */
export const repeated = (all: readonly ReturnType<typeof textsOf>[]) => ({
  hints: twice(all.flatMap(({ hints }) => hints)),
  paragraphs: twice(all.flatMap(({ paragraphs }) => paragraphs)),
  openings: twice(all.map(({ opening }) => opening)),
})
