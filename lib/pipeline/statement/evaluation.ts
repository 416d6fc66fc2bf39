import { formOf } from '#lib/domain/titles.ts'
import { METRIC_FACTS } from '#lib/domain/vocabulary.ts'
import { metricStatement } from '#lib/pipeline/metric-statement.ts'
import { compose } from '#lib/pipeline/statement/grammar.ts'
import { wordingInTurn } from '#lib/pipeline/statement/in-turn.ts'
import { entitiesOf } from '#lib/pipeline/statement/lexicon.ts'
import type { Told, Wording } from '#lib/pipeline/statement/story.ts'

function submissionSentence({ spec, facts }: Told): string {
  switch (METRIC_FACTS[spec.metric].submission) {
    case 'probabilities':
      return `For each \`id\` in \`test.csv\`, predict one probability per class, in the columns ${facts.submissionColumns.map((name) => `\`${name}\``).join(', ')}.`
    case 'label':
      return `For each \`id\` in \`test.csv\`, predict the label of \`${spec.target.name}\`.`
    case 'value':
      return spec.task === 'binary'
        ? `For each \`id\` in \`test.csv\`, predict the probability that \`${spec.target.name}\` is 1.`
        : `For each \`id\` in \`test.csv\`, predict \`${spec.target.name}\`.`
  }
}

/** Metric and form of a submission. */
export const evaluationLines = (told: Told): string[] => [
  '## Evaluation',
  '',
  metricStatement(told.spec.metric),
  '',
  '### Submission',
  '',
  `${submissionSentence(told)} The file must have the header of \`sample_submission.csv\` and list every \`id\` exactly once, in any order:`,
  '',
  '```',
  ...told.facts.sampleLines,
  '```',
  '',
]

/** What is true of every task: no network, any method. Figures appear in the installation's own sections below. */
const RULES = [
  '[Everything you may use|All the data you may use] is in the files above: programs run without a network, so external data on {entities} cannot be used. [Any method|Any kind of model] is [allowed|welcome], as submissions are judged by their predictions alone.',
  '[Any method|Any kind of model] is [allowed|welcome]; only the predictions are judged. Programs run without a network, so [the files above are|the data above is] all there is to [work with|learn from].',
  'There is no restriction on methods. As programs have no network, no data on {entities} other than the files above can be used.',
  'Use any method you like, [but no|with no] data beyond the files above: programs run offline.',
]
const LIMITS = [
  '[Run time and memory are limited|Programs have limited time and memory], as stated under Runtime; the Feedback section says what you [are told|learn] about a submission as you work.',
  'The limits on time and memory are under Runtime, and what you learn about a submission as you work is under Feedback.',
  'See Runtime for the limits on time and memory and Feedback for what you are told about a submission.',
]

export const rulesLines = ({ spec, domain }: Told, wording: Wording): string[] => {
  const draw = wording('rules')
  const lexicon = { entities: entitiesOf(spec, domain) }
  const form = formOf(spec, domain)
  const say = (ways: readonly string[], topic: string) =>
    compose(wordingInTurn(ways, { topic, form }, draw), lexicon, draw)
  return ['## Rules', '', `${say(RULES, 'rules')} ${say(LIMITS, 'limits')}`, '']
}
