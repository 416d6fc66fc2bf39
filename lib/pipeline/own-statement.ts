import type { FeedbackFacts } from '#lib/domain/feedback.ts'
import { partOwnSections } from '#lib/domain/own-sections.ts'
import { limitWords, type ProgramRuntime } from '#lib/domain/runtime.ts'

const count = (rows: number): string => rows.toLocaleString('en-US')

function told({ kind, gradings, rewardRows, feedbackRows, step }: FeedbackFacts): string[] {
  const times = `You can do this at most ${gradings} times.`
  const rounded = `rounded to the nearest ${step}, or more coarsely if the score is unusually uncertain`
  switch (kind) {
    case 'none':
      return ['Submissions are not scored while you work.']
    case 'format':
      return [`As you work, you may ask whether a submission is valid; you will not see a score. ${times}`]
    case 'validation-score':
      return [
        `You may have submissions scored as you work. ${times} Each time you are told the score on ${count(feedbackRows)} rows of \`test.csv\`, ${rounded}. Which rows these are is not disclosed.`,
      ]
    case 'held-out-score':
      return [
        `You may have submissions scored as you work. ${times} Each time you are told the score on the ${count(rewardRows)} rows of \`test.csv\` that decide your result, ${rounded}.`,
      ]
  }
}

/**
 * The section of the statement on feedback. The installation writes it, whoever writes the rest: it states the
 * contract that the scoring service keeps to.
 */
export function feedbackStatement(facts: FeedbackFacts): string {
  const { rewardRows, feedbackRows } = facts
  const decides =
    feedbackRows > 0
      ? `Your final result depends only on the other ${count(rewardRows)} rows of \`test.csv\`. A submission must cover all rows.`
      : `Your final result depends on all ${count(rewardRows)} rows of \`test.csv\`.`
  return ['## Feedback', '', ...told(facts), '', decides, ''].join('\n')
}

const series = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`

/** The section of the statement on what programs run on and what each may use. */
export function runtimeStatement({ versions, program }: ProgramRuntime): string {
  const [python = '', ...rest] = versions.split(', ')
  const machine = rest.pop()
  const where = `${python.charAt(0).toUpperCase()}${python.slice(1)}${machine ? ` (Linux, ${machine})` : ''}`
  const libraries = rest.length > 0 ? ` with ${series(rest)}` : ''
  return [
    '## Runtime',
    '',
    `Programs run on ${where}${libraries}, without network access. Each may use ${limitWords(program)}.`,
    '',
  ].join('\n')
}

/** What the installation itself states in a task, whoever writes the rest; no runtime in tasks of an older time. */
export type OwnFacts = { feedback: FeedbackFacts; runtime: ProgramRuntime | undefined }

/** A statement with the installation's own sections: as it stands where it has just them, else at its end. */
export function withOwnSections(text: string, { feedback, runtime }: OwnFacts): string {
  const stated = [...(runtime ? [runtimeStatement(runtime)] : []), feedbackStatement(feedback)].join('\n')
  const { own, others } = partOwnSections(text)
  return own.trim() === stated.trim() ? text : `${others.trimEnd()}\n\n${stated}`
}
