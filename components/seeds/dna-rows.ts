import { formatCount, plural } from '#components/patterns/format.ts'
import type { Dna, DnaField } from '#lib/domain/artefacts/dna.ts'
import { FIELD_TITLES, isKnown, TELLER_TITLES } from '#lib/domain/artefacts/told-dna.ts'

/** A field of the structure in words; `note` says what it means, or what told it. */
export type FactRow = { name: string; value: string; note: string | null }

const LEVELS = ['easy', 'medium', 'hard'] as const
const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`
const yesNo = (value: boolean): string => (value ? 'yes' : 'no')

/** What a field means, where its name does not say it. */
const MEANINGS: Partial<Record<DnaField, string>> = {
  cardinality: 'different values of a middle categorical column',
  joinDepth: 'further tables with rows of the main one',
  groups: 'a column repeats its values over many rows',
  time: 'a column of dates',
  difficulty: 'by rows, gaps, rare classes and width',
  family: 'what the seed reads like; its environments live in another world',
  mechanismPrior: 'topics that its words lean to',
}

const shares = (parts: readonly string[]): string => parts.join(', ') || 'none'

/** What a field holds, as words; null for what a task does not have. */
function wordsOf(dna: Dna): Record<DnaField, string | null> {
  const columns = Object.entries(dna.columnTypes).filter(([, number]) => number > 0)
  const prior = Object.entries(dna.mechanismPrior).toSorted(([, left], [, right]) => right - left)
  const isTable = dna.columnTypes.categorical > 0
  return {
    modality: dna.modality,
    task: dna.task,
    metric: dna.metric,
    nTrain: formatCount(dna.nTrain),
    nTest: formatCount(dna.nTest),
    classes: dna.classes === null ? null : String(dna.classes),
    imbalance: dna.imbalance === null ? null : percent(dna.imbalance),
    columnTypes: shares(columns.map(([type, number]) => `${number} ${type}`)),
    cardinality: isTable ? String(dna.cardinality) : null,
    missingRate: percent(dna.missingRate),
    joinDepth: dna.joinDepth > 0 ? String(dna.joinDepth) : null,
    groups: yesNo(dna.groups),
    time: yesNo(dna.time),
    difficulty: LEVELS[dna.difficulty] ?? String(dna.difficulty),
    family: dna.family ?? 'none',
    mechanismPrior: shares(prior.map(([topic, weight]) => `${topic} ${percent(weight)}`)),
  }
}

/** What the balance of classes is depends on the task. */
const titleOf = (field: DnaField, dna: Dna): string =>
  field !== 'imbalance' || dna.told !== undefined
    ? FIELD_TITLES[field]
    : dna.task === 'binary'
      ? 'Positives'
      : 'Evenness of classes'

/** What was measured beside the counts. */
function structureRows({ structure }: Dna): FactRow[] {
  if (structure === undefined) return []
  const { columns, picture, sound, text } = structure
  const strongest = columns[0]?.dependence
  const row = (name: string, value: string, note: string): FactRow => ({ name, value, note })
  return [
    ...(strongest === undefined || strongest === 0
      ? []
      : [row('Strongest column', percent(strongest), 'how much of the target it tells by itself')]),
    ...(picture === null
      ? []
      : [
          row(
            'Pictures',
            `${picture.width} x ${picture.height}`,
            `${plural(picture.channels, 'channel')}, the middle one`,
          ),
        ]),
    ...(sound === undefined
      ? []
      : [
          row(
            'Sounds',
            `${sound.seconds} s at ${sound.rate / 1000} kHz`,
            `the middle one; nearly all of it below ${formatCount(sound.band)} Hz; levels ${Math.round(sound.loudness * 10) / 10} dB apart`,
          ),
        ]),
    ...(text === null
      ? []
      : [
          row(
            'Texts',
            `${formatCount(text.words)} words`,
            `the middle one; ${formatCount(text.vocabulary)} different words`,
          ),
        ]),
  ]
}

const OF_CLASSES: ReadonlySet<DnaField> = new Set(['classes', 'imbalance'])

/** The structure of a seed as a person reads it; what a task does not have is left out, and what nothing told is open. */
export function dnaRows(dna: Dna): FactRow[] {
  const fields = Object.entries(wordsOf(dna)) as [DnaField, string | null][]
  const rows = fields.flatMap(([field, words]): FactRow[] => {
    const name = titleOf(field, dna)
    if (!isKnown(dna, field))
      return dna.task === 'regression' && OF_CLASSES.has(field) ? [] : [{ name, value: 'open', note: null }]
    if (words === null) return []
    const by = dna.told?.[field]
    return [
      { name, value: words, note: by === undefined ? (MEANINGS[field] ?? null) : `by ${TELLER_TITLES[by]}` },
    ]
  })
  return [...rows, ...structureRows(dna)]
}
