import type { Dna } from '#lib/domain/artefacts/dna.ts'
import { closeness } from '#lib/domain/fidelity/closeness.ts'
import {
  type Compare,
  type ComparePlain,
  count,
  type Measured,
  middle,
  SPAN,
  told,
  where,
} from '#lib/domain/fidelity/compare.ts'
import { HAS_MEDIA } from '#lib/domain/vocabulary.ts'

const fan = (dna: Measured) =>
  middle(dna.structure.joins.flatMap(({ perParent }) => (perParent === null ? [] : [perParent])))
/** Tables that were read, not those that a modality promises. */
const tablesOf = (dna: Measured) => dna.structure.joins.length
export const joins: Compare = where(
  (dna) => tablesOf(dna) > 0,
  told(
    (dna) =>
      tablesOf(dna) === 0
        ? 'none'
        : `${count(tablesOf(dna), 'child table')}${fan(dna) > 0 ? `, ${count(fan(dna), 'row')} a parent` : ''}`,
    (seed, task) => {
      const [a, b] = [tablesOf(seed), tablesOf(task)]
      const tables = Math.min(a, b) / Math.max(a, b)
      if (tables === 0 || fan(seed) === 0 || fan(task) === 0) return tables
      return (tables + closeness(fan(seed), fan(task), SPAN)) / 2
    },
  ),
)

const side = ({ structure: { picture } }: Measured) =>
  picture === null ? 0 : Math.sqrt(picture.width * picture.height)
export const pictures: Compare = where(
  (dna) => dna.structure.picture !== null,
  told(
    ({ structure: { picture } }) =>
      picture === null
        ? 'none'
        : `${picture.width} x ${picture.height}, ${count(picture.channels, 'channel')}`,
    (seed, task) => {
      const alike = seed.structure.picture?.channels === task.structure.picture?.channels
      return closeness(side(seed), side(task), SPAN) * (alike ? 1 : 0.5)
    },
  ),
)

/** Texts are sentences or pages, where tables have a handful or a dozen of things. */
const TEXT_SPAN = 32
export const texts: Compare = where(
  // A text column of a table is told of by the mix of columns.
  (dna) => dna.modality === 'text' && dna.structure.text !== null,
  told(
    ({ structure: { text } }) =>
      text === null ? 'none' : `${count(text.words, 'word')}, vocabulary of ${text.vocabulary}`,
    (seed, task) => {
      const [a, b] = [seed.structure.text, task.structure.text]
      if (a === null || b === null) return 0
      return (closeness(a.words, b.words, TEXT_SPAN) + closeness(a.vocabulary, b.vocabulary, TEXT_SPAN)) / 2
    },
  ),
)

/** Columns of a task of pictures or texts that hold neither. */
const besideMedia = ({ modality, columnTypes }: Dna) =>
  HAS_MEDIA.includes(modality) ? columnTypes.numeric + columnTypes.categorical + columnTypes.date : 0
export const beside: ComparePlain = (seed, task) =>
  // Columns that the seed never had are told of by the mix of columns.
  besideMedia(seed) === 0
    ? null
    : told(
        (dna: Dna) => (besideMedia(dna) === 0 ? 'none' : count(besideMedia(dna), 'column')),
        (a, b) => closeness(besideMedia(a), besideMedia(b), SPAN),
      )(seed, task)
