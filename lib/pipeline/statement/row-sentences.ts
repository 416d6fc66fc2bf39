import type { Media, Modality } from '#lib/domain/vocabulary.ts'

const ONE = [
  '[Each row|Every row] describes one {entity}[. The data was|, with data] collected {place}.',
  '[One row represents|Each row represents] one {entity}; the data was collected {place}.',
  'There is one row for each {entity}, and [all of the data|the data] was collected {place}.',
  'The data was collected {place}, with one row for each {entity}.',
  'Every row represents one {entity}; [the data was collected|all data was collected] {place}.',
]
const BY_DAY = [
  '[Each row|Every row] describes one {entity}. For each {site}, at most one {entity} a day was kept, [picked|chosen] at random. The data was collected {place}.',
  'The data was collected {place}. Each row describes one {entity}; no more than one per day was sampled for each {site}.',
  'Each row represents one {entity}, sampled at random: at most one per day for each {site}. The data was collected {place}.',
  'Every row represents one {entity}. Where {an site} had several on a day, one of them was picked at random. The data was collected {place}.',
]
const BY_TABLE = [
  '{collector} [records|logs|notes] the values {moment}.',
  'The values are [recorded|logged|noted down] by {collector} {moment}.',
  '{moment}, {collector} [records|notes] the values.',
]
/** Where a number of the table was read from an instrument. */
export const COLLECT_BY_INSTRUMENT = [
  '{collector} records the values {moment}; {reading}.',
  'The values are recorded by {collector} {moment}, and {reading}.',
]

const byFile = (file: string) => [
  `[Each row|Every row] describes one {entity} with ${file} and a few [more|other] columns.`,
  `[Each row|Every row] is one {entity}, with ${file} and a few [further|other] columns.`,
  `[Every row stands|Each row stands] for one {entity} and has ${file}, along with a few columns of metadata.`,
  `There is one row for each {entity}: ${file} and a few [further|other] columns.`,
]
const alone = (file: string) => [
  `[Each row|Every row] is one {entity}, and all that is known about it is ${file}.`,
  `[Every row stands|Each row stands] for one {entity} and has nothing but ${file}.`,
  `There is one row for each {entity}, and [all it contains is|it only contains] ${file}.`,
  `[Each row|Every row] describes one {entity} with ${file} alone.`,
]

/** What one row is. */
export const ROW: Readonly<Record<Modality, readonly string[]>> = {
  tabular: ONE,
  join: ONE,
  series: BY_DAY,
  image: byFile('{picture}'),
  text: byFile('{note}'),
  audio: byFile('{recording}'),
}

/** Rows of which nothing but a picture, a text or a sound is known. */
export const ROW_ALONE: Readonly<Record<Media, readonly string[]>> = {
  image: alone('{picture}'),
  text: alone('{note}'),
  audio: alone('{recording}'),
}

/** What the second table holds. */
export const HISTORY = [
  '[Each|Every] row has a history of its own in a second table, `{childFile}`, which lists {childRows}.',
  'A second table, `{childFile}`, has {childRows} for [each|every] row.',
  'A second table, `{childFile}`, lists {childRows} for [each|every] row.',
  '[Each|Every] row comes with {childRows}, kept in a second table, `{childFile}`.',
]

/** Who or what wrote it down, when and with what. */
export const COLLECT: Readonly<Record<Modality, readonly string[]>> = {
  tabular: BY_TABLE,
  join: BY_TABLE,
  series: BY_TABLE,
  image: [
    'The pictures were [taken|saved] {moment}, {place}, and [have not been retouched|are given as they are|were neither cropped nor cleaned up]. They show {seen}.',
    '{collector} [takes|saves] the picture {moment}, {place}; [it has not been retouched|it is given as it is]. It shows {seen}.',
    'The pictures were [taken|saved] by {collector} {moment} and [are given as they are|have not been retouched|were neither cropped nor cleaned up]. They show {seen}.',
  ],
  audio: [
    'The recordings were [made|saved] {moment}, {place}, and [have not been filtered|are given as recorded|were neither cleaned nor normalised].',
    '{collector} [makes|saves] the recording {moment}, {place}; [background noise is part of it|nothing was filtered out].',
    'The recordings were [made|saved] {moment} by {collector} and [include background noise|are given as they are|were neither cleaned nor normalised].',
  ],
  text: [
    'The texts were collected {place} and [have not been edited|are given as they are|were neither shortened nor corrected].',
    'The texts[, collected {place},| come from the files of {short} and] [have not been edited|were neither shortened nor corrected].',
    'The texts come [straight |]from the files of {short}, with the original wording and spelling.',
  ],
}
