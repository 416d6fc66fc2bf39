import type { Spec } from '#lib/domain/artefacts/spec.ts'
import type { Modality, TaskType } from '#lib/domain/vocabulary.ts'
import type { Move } from '#lib/pipeline/statement/voices.ts'

const ONE =
  '[Each row is one {entity}|One row stands for one {entity}|A row describes {an entity}|Every row is {an entity}|With each row comes one {entity}|There is one row for each {entity}]'
const BY_TABLE = [
  '{collector} [notes|writes down|records] the values {moment}, with the help of {device}.',
  'The values are [taken|recorded|noted|written down] by {collector} {moment}, with the help of {device}.',
  '[Behind the columns are|The columns come from|The figures are owed to] {device}; {collector} [records|enters|logs] them {moment}.',
]

const ROW: Readonly<Record<Modality, readonly string[]>> = {
  tabular: [`${ONE}, [recorded|observed|taken down] {place}.`],
  join: [
    `${ONE}, [recorded|observed|taken down] {place}. What [goes with it|belongs to it] is in a [second table|table of its own]: {childRows}, [several|any number] of them for one row.`,
  ],
  series: [
    'The rows [form|make up] a daily record, [with one row for|one row to] each {site} and day, [based on|drawn from] the {entities} {place}.',
    'One row stands for one {site} on one day and [sums up|speaks for] the {entities} of that day, {place}.',
    '[Day by day|One day after another], a row was [written|kept] for each {site}, to [sum up|describe] the {entities} {place}.',
  ],
  image: [
    `${ONE}, [shown in|and comes with|known only by] {picture}.`,
    '[All that is known of|All that is left of|The only record of] {an entity} is {picture}.',
    '[Each|Every] {entity} [is one row|has one row|makes one row], and [with it goes|to it belongs|what it shows is] {picture}.',
  ],
  text: [
    `${ONE}, [told in|and comes with|known only by] {note}.`,
    '[All that is known of|All that is left of|The only record of] {an entity} is {note}.',
    '[Each|Every] {entity} [is one row|has one row|makes one row], and [with it goes|to it belongs|what tells of it is] {note}.',
  ],
}

const COLLECT: Readonly<Record<Modality, readonly string[]>> = {
  tabular: BY_TABLE,
  join: BY_TABLE,
  series: BY_TABLE,
  image: [
    'The pictures were [saved|filed|stored] {moment}, {place}, and [have not been retouched|are given as they are|were neither cropped nor cleaned].',
    '{collector} [saves|files|stores|keeps] the picture {moment}, {place}[. Nothing has been retouched|. It is given as it is|].',
    '[Taken|Saved|Filed] {moment} by {collector}, the pictures [are given as they are|have not been retouched|were neither cropped nor cleaned].',
  ],
  text: [
    'The texts were [collected|gathered|filed] {place} and [have not been tidied|are given as they are|were neither shortened nor corrected].',
    'Nothing was [tidied|shortened|corrected]: the texts stand as they were [filed|collected|gathered|found] {place}.',
    '[Words and spelling|Spelling and length|Wording and order] are [those of whoever wrote|as they were written down|untouched]; the texts [come from|were gathered in] the files of {short}.',
  ],
}

const RANDOM_IDS =
  '[The ids are random|The ids were drawn at random] and [carry no information|mean nothing|tell nothing].'
const SAMPLED = (more: string) => [
  `The test rows are other {entities}${more}, [drawn at random from the same source|of the same time and the same places|picked by chance]. ${RANDOM_IDS}`,
  `Which {entities} are in \`train.csv\` and which in \`test.csv\` was [decided by lot|left to chance|drawn at random][, and the ids are random too|; the ids carry no information|. ${RANDOM_IDS.slice(0, -1)}].`,
  `[No {entity} is in both files|The two files have no {entity} in common|Each {entity} is in one of the two files], and [the split was drawn at random|chance made the split]. [An id carries no information.|${RANDOM_IDS}]`,
]
const TEST: Readonly<Record<Modality, readonly string[]>> = {
  tabular: SAMPLED(''),
  join: SAMPLED(' with a history of their own'),
  image: SAMPLED(' with pictures of their own'),
  text: SAMPLED(' with texts of their own'),
  series: [
    `The test rows [come|lie|were recorded] later: all of their dates follow those of the training rows. ${RANDOM_IDS}`,
    `[Training ends where the test begins|The test goes on where training stops]: [every date|each date] in \`test.csv\` lies after those in \`train.csv\`. [The ids say nothing about the order.|${RANDOM_IDS}]`,
    `\`test.csv\` looks ahead, as its dates lie after [the last date of the training rows|all those of the training rows]. ${RANDOM_IDS}`,
  ],
}

const CLASSES: Readonly<Record<TaskType, readonly string[]>> = {
  binary: [
    'The target `{target}` is 1 for "{yes}" and 0 for "{no}".',
    '[Predict|The column to predict is] `{target}`, which is 1 for "{yes}" and 0 for "{no}".',
    'In the column `{target}`, 1 [means|stands for] "{yes}" and 0 [means|stands for] "{no}".',
    '`{target}` is the target: 1 where the [outcome|answer] is "{yes}", 0 where it is "{no}".',
  ],
  multiclass: [
    'The target `{target}` is one of {classCount} labels: {classes}.',
    '`{target}` is the target and [takes|has] {classCount} values: {classes}.',
    'There are {classCount} [labels|classes|values] in the target `{target}`: {classes}.',
    '[Predict|The column to predict is] `{target}`, with [the labels|the values|one of the labels] {classes}.',
  ],
  ordinal: [
    'The target `{target}` is a grade from 0 (least) to {most} (most).',
    'Grades run from 0 (least) to {most} (most) and stand in the [column|target] `{target}`.',
    '[Predict|The column to predict is] `{target}`, a grade [from 0 for the least to {most} for the most|between 0, the least, and {most}, the most].',
    '`{target}`, the target, is a grade: 0 is the least and {most} the most.',
  ],
  regression: [
    'The target `{target}` is a number{inUnit}.',
    '`{target}` is the target, a number{inUnit}.',
    'What is to be predicted [stands in|is the column] `{target}`, [as a number|a number]{inUnit}.',
    'The [answer|outcome] is a number{inUnit} and [stands in|is found in] `{target}`.',
  ],
}

const SHARES = [
  '[Of|Among] the training rows, {sharesAre}.',
  '[Shares in the training rows|The training rows by class|Shares of the training rows]: {shares}.',
  'The training rows are [divided|split] [as follows|like this]: {shares}.',
]
const VALUES = [
  '[Half of the training values lie|The middle half of the training values lies] between {low} and {high}, [and the median is|with a median of|around a median of] {median}.',
  'The median of the training [rows|values] is {median}[, and half of them lie|; half of them lie] between {low} and {high}.',
  '[In|Over] the training rows the target has a median of {median}, with half of the values [between {low} and {high}|from {low} to {high}].',
]

const ALWAYS = {
  ask: [
    '[The task is to|The challenge is to|The aim is to] [predict|tell|work out] {whether}.',
    '{we} {v need} to know {whether}, [row by row|for every row of `test.csv`|case by case].',
    'What {we} {v want} is a [good|sound|reliable] [prediction|estimate]: {whether}.',
    'For each {entity}, the model has to [say|tell|judge] {whether}.',
  ],
  scene: ['{scene}'],
  use: ['{use}'],
  cost: ['{cost}'],
  stakes: ['{use} {cost}', '{cost} {use}', '{use}', '{cost}'],
  gaps: [
    '[Some cells are|A cell is sometimes] empty where {gaps}.',
    '[Empty cells are no mistake|There are empty cells]: {gaps}.',
    '[An empty cell means that|Where a cell is empty,] {gaps}.',
  ],
  size: [
    'There are {train} to [learn from|train on] and {test} to [predict|judge].',
    '{train} come with the target, {test} [are left to predict|are still open|do without].',
    'The training file holds {train}, the test file {test}.',
    '{train} are [given|listed|on file] with their outcome, {test} without.',
    'With {train} the outcome is [given|known]; for {test} [more|others] it is not.',
  ],
  truth: ['{truth}'],
} as const

/** The sentences to choose from for one thing that a paragraph tells. */
export function sentencesFor(move: Exclude<Move, 'open'>, { modality, task }: Spec): readonly string[] {
  switch (move) {
    case 'row':
      return ROW[modality]
    case 'collect':
      return COLLECT[modality]
    case 'test':
      return TEST[modality]
    case 'classes':
      return CLASSES[task]
    case 'numbers':
      return task === 'regression' ? VALUES : SHARES
    default:
      return ALWAYS[move]
  }
}
