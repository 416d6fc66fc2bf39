import type { Modality } from '#lib/domain/vocabulary.ts'

const ONE =
  '[Each row is one {entity}|One row stands for one {entity}|A row describes {an entity}|Every row is {an entity}|With each row comes one {entity}|There is one row for each {entity}]'
const BY_TABLE = [
  '{collector} [notes|writes down|records] the values {moment}, with the help of {device}.',
  'The values are [taken|recorded|noted|written down] by {collector} {moment}, with the help of {device}.',
  '[The columns come from|The figures are read from|The readings are those of] {device}; {collector} [records|enters|logs] them {moment}.',
]

const byFile = (shown: string, file: string) => [
  `${ONE}, [${shown}|together with] ${file}[, beside a few columns of a table|, with a few columns beside it|. A few columns go with it].`,
  `[Each|Every] {entity} [is|has] one row: ${file}, and [a few columns with it|beside it a few columns].`,
]
const alone = (shown: string, file: string) => [
  `${ONE}, [${shown}|together with|known only by] ${file}.`,
  `[All that is known of|All that is left of|The only record of] {an entity} is ${file}.`,
  `[Each|Every] {entity} has one row, and [with it comes|all it holds is|the row holds] ${file}.`,
]

/** What one row is. */
export const ROW: Readonly<Record<Modality, readonly string[]>> = {
  tabular: [`${ONE}, [recorded|observed|taken down] {place}.`],
  join: [
    `${ONE}, [recorded|observed|taken down] {place}. What [goes with it|belongs to it] is in a [second table|table of its own]: {childRows}, [several|any number] of them for one row.`,
  ],
  series: [
    'The rows [form|make up] a daily record, [with one row for|one row to] each {site} and day, [based on|drawn from] the {entities} {place}.',
    'One row stands for one {site} on one day and [sums up|speaks for] the {entities} of that day, {place}.',
    '[Day by day|One day after another], a row was [written|kept] for each {site}, to [sum up|describe] the {entities} {place}.',
  ],
  image: byFile('shown in', '{picture}'),
  text: byFile('told in', '{note}'),
}

/** Rows of which nothing but a picture or a text is known. */
export const ROW_ALONE: Readonly<Record<'image' | 'text', readonly string[]>> = {
  image: alone('shown in', '{picture}'),
  text: alone('told in', '{note}'),
}

/** Who or what wrote it down, when and with what. */
export const COLLECT: Readonly<Record<Modality, readonly string[]>> = {
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
    "[Words and spelling|Spelling and length|Wording and order] are [the writer's own|as they were written down|untouched]; the texts [come from|were gathered in] the files of {short}.",
  ],
}
