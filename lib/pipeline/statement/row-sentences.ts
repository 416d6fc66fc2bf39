import type { Media, Modality } from '#lib/domain/vocabulary.ts'

const ONE =
  '[Each row is one {entity}|One row stands for one {entity}|Each row describes {an entity}|Every row is {an entity}|There is one row for each {entity}]'
const BY_TABLE = [
  '{collector} [notes|writes down|records] the values {moment}, using {device}.',
  'The values are [taken|recorded|noted|written down] by {collector} {moment}, using {device}.',
  '[The columns come from|The figures are read from|The readings come from|All values come from] {device}; {collector} [records|enters|logs] them {moment}.',
  '[Each value|Each reading|Every figure] is [recorded|noted|entered] by {collector} {moment}, using {device}.',
]

const byFile = (shown: string, file: string) => [
  `${ONE}, [${shown}|together with] ${file}[, along with a few columns of metadata|. A few columns of metadata go with it].`,
  `[Each|Every] {entity} has one row: ${file} and a few columns of metadata.`,
]
const alone = (shown: string, file: string) => [
  `${ONE}, ${shown} ${file}.`,
  `${ONE}; all there is to continue is ${file}.`,
  `[All that is known about|The only record of] {an entity} is ${file}.`,
  `[Each|Every] {entity} has one row, and [all it holds is|the row holds] ${file}.`,
]

/** What one row is. */
export const ROW: Readonly<Record<Modality, readonly string[]>> = {
  tabular: [`${ONE}, [recorded|observed|logged] {place}.`],
  join: [
    `${ONE}, [recorded|observed|logged] {place}. [The details are|Its history is] in a [second table|table of its own]: {childRows}, [several|any number] of them for one row.`,
  ],
  series: [
    'The rows [form|make up] a daily record, [with one row for|one row to] each {site} and day, [based on|drawn from] the {entities} {place}.',
    'One row stands for one {site} on one day and [sums up|summarises] the {entities} of that day, {place}.',
    '[Day by day|For every day], one row [was written|is on file] for each {site}, to [sum up|summarise] the {entities} {place}.',
    'There is one row [per|for each] {site} and day, [a summary of|computed from|based on] the {entities} {place}.',
    'The data [comes as|is] one row per {site} and day and [covers|sums up|summarises] the {entities} {place}.',
  ],
  image: byFile('shown in', '{picture}'),
  text: byFile('told in', '{note}'),
  audio: byFile('caught in', '{recording}'),
}

/** Rows of which nothing but a picture, a text or a sound is known. */
export const ROW_ALONE: Readonly<Record<Media, readonly string[]>> = {
  image: alone('shown in', '{picture}'),
  text: alone('told in', '{note}'),
  audio: alone('caught in', '{recording}'),
}

/** Who or what wrote it down, when and with what. */
export const COLLECT: Readonly<Record<Modality, readonly string[]>> = {
  tabular: BY_TABLE,
  join: BY_TABLE,
  series: BY_TABLE,
  image: [
    'The pictures were [saved|filed|stored] {moment}, {place}, and [have not been retouched|are given as they are|were neither cropped nor cleaned up]. [They show|On them are|What they show:] {seen}.',
    '{collector} [saves|files|stores] the picture {moment}, {place}[. Nothing has been retouched|. It is given as it is|]. [It can show|There may be] {seen}.',
    'The pictures [were taken|were saved|were filed] by {collector} {moment} and [are given as they are|have not been retouched|were neither cropped nor cleaned]. [One sees|They show] {seen}.',
  ],
  audio: [
    'The recordings were [made|saved|taken] {moment}, {place}, and [have not been filtered|are given as the microphone heard them|were neither cleaned nor levelled].',
    '{collector} [saves|files|keeps] the recording {moment}, {place}[. The place and its noise are part of it|. Nothing was filtered out|].',
    '[Made|Taken|Saved] {moment} by {collector}, the recordings [have the noise of the site in them|are given as they are|were neither cleaned nor levelled].',
  ],
  text: [
    'The texts were [collected|gathered|filed] {place} and [have not been edited|are given as they are|were neither shortened nor corrected].',
    'Nothing was [edited|shortened|corrected]: the texts appear as they were [filed|collected|written] {place}.',
    "[Wording and spelling|Spelling and length] are [the writer's own|as they were|untouched]; the texts [come from|were taken from] the files of {short}.",
  ],
}
