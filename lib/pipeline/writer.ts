import type { Catalogue } from '#lib/domain/artefacts/catalogue.ts'
import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import type { Spec, SpecColumn } from '#lib/domain/artefacts/spec.ts'
import { METRIC_FACTS } from '#lib/domain/vocabulary.ts'
import type { DataFacts } from '#lib/pipeline/data-facts.ts'
import { metricStatement } from '#lib/pipeline/metric-statement.ts'

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
const words = (name: string) => name.replaceAll('_', ' ')

function meaning(column: SpecColumn, domain: Domain): string {
  switch (column.kind) {
    case 'numeric':
      return `${words(column.name)}, in ${column.unit}`
    case 'categorical':
      return column.categories.length <= 8
        ? `${words(column.name)}: ${column.categories.join(', ')}`
        : `${words(column.name)}, ${column.categories.length} levels`
    case 'date':
      return 'date, year-month-day'
    case 'text':
      return domain.note
    case 'path':
      return `file below this folder: ${domain.picture}`
  }
}

function columnTable(names: readonly string[], table: string, spec: Spec, domain: Domain): string[] {
  const rows = names.map((name) => {
    const column = spec.columns.find((one) => one.name === name && one.table === table)
    const said = column
      ? meaning(column, domain)
      : name === 'id'
        ? 'the row of `train.csv` or `test.csv` it belongs to'
        : words(name)
    const empty = column && column.missingRate > 0 ? '; some cells are empty' : ''
    return `| \`${name}\` | ${said}${empty} |`
  })
  return ['| column | meaning |', '|---|---|', ...rows]
}

function targetSentence(spec: Spec): string {
  const { name, unit, classes } = spec.target
  switch (spec.task) {
    case 'binary':
      return `The target \`${name}\` is 1 for "${classes?.[1]}" and 0 for "${classes?.[0]}".`
    case 'multiclass':
      return `The target \`${name}\` is one of ${classes?.length} labels: ${classes?.join(', ')}.`
    case 'ordinal':
      return `The target \`${name}\` is a grade from 0 (least) to ${(classes?.length ?? 1) - 1} (most).`
    case 'regression':
      return `The target \`${name}\` is a number${unit ? ` in ${unit}` : ''}.`
  }
}

function submissionSentence(spec: Spec, facts: DataFacts): string {
  switch (METRIC_FACTS[spec.metric].submission) {
    case 'probabilities':
      return `For each \`id\` of \`test.csv\` predict one probability per class, in the columns ${facts.submissionColumns.map((name) => `\`${name}\``).join(', ')}.`
    case 'label':
      return `For each \`id\` of \`test.csv\` predict the label of \`${spec.target.name}\`.`
    case 'value':
      return spec.task === 'binary'
        ? `For each \`id\` of \`test.csv\` predict the probability that \`${spec.target.name}\` is 1.`
        : `For each \`id\` of \`test.csv\` predict \`${spec.target.name}\`.`
  }
}

function fileList(spec: Spec, facts: DataFacts, domain: Domain): string[] {
  const later = spec.modality === 'series' ? '; its dates lie after those of the training rows' : ''
  return [
    `- \`train.csv\`: ${facts.trainRows} rows with the target`,
    `- \`test.csv\`: ${facts.testRows} rows without it${later}`,
    ...facts.tables.map(
      (t) => `- \`${t.file}\`: ${t.rows} rows, each ${domain.child.row}; many rows for one \`id\``,
    ),
    ...(facts.images > 0 ? [`- \`images/\`: ${facts.images} PNG files, one for each row`] : []),
    '- `sample_submission.csv`: a valid submission that predicts the same for every row',
  ]
}

/**
 * The statement of a task (`agent/description.md`), from the spec and from what the agent's own files show. The rule
 * and its constants are no input here, so they cannot leak; of each mechanism only its published hint is told.
 */
export function writeDescription(spec: Spec, facts: DataFacts, domain: Domain, catalogue: Catalogue): string {
  const hints = spec.mechanisms.flatMap(({ id }) =>
    catalogue.mechanisms.filter((meta) => meta.id === id).map((meta) => meta.hint),
  )
  const article = /^[aeiou]/i.test(spec.entity) ? 'an' : 'a'
  const lines = [
    `# ${spec.title}`,
    '',
    '## Overview',
    '',
    `${spec.stakeholder} Each row is ${article} ${spec.entity}. ${targetSentence(spec)} In numbers, ${facts.targetSummary}.`,
    '',
    '## Data',
    '',
    ...fileList(spec, facts, domain),
    '',
    ...columnTable(facts.columns, 'main', spec, domain),
    '',
    ...facts.tables.flatMap(({ file, columns }) => [
      `### ${capital(words(file.replace(/\.csv$/, '')))}`,
      '',
      ...columnTable(columns, file.replace(/\.csv$/, ''), spec, domain),
      '',
    ]),
    'The ids are random and carry no information.',
    '',
    '## Hints',
    '',
    ...[...new Set(hints)].map((hint) => `- ${hint}`),
    '',
    '## Evaluation',
    '',
    metricStatement(spec.metric),
    '',
    '### Submission',
    '',
    `${submissionSentence(spec, facts)} The file has the header of \`sample_submission.csv\` and every \`id\` exactly once, in any order:`,
    '',
    '```',
    ...facts.sampleLines,
    '```',
    '',
  ]
  return lines.join('\n')
}
