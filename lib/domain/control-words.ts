import type { Difficulty, RunControls } from '#lib/domain/controls.ts'
import type { Modality } from '#lib/domain/vocabulary.ts'

export const DIFFICULTY_TITLES: Readonly<Record<Difficulty, string>> = {
  easy: 'Easy',
  medium: 'Medium',
  hard: 'Hard',
}
export const MODALITY_TITLES: Readonly<Record<Modality, string>> = {
  tabular: 'One table',
  join: 'Several tables',
  series: 'Time series',
  image: 'Images',
  text: 'Texts',
  audio: 'Sounds',
}

const range = ([from, to]: readonly [number, number]): string =>
  from === to
    ? from.toLocaleString('en-US')
    : `${from.toLocaleString('en-US')} to ${to.toLocaleString('en-US')}`

/** What a run asks for beside likeness, as terms and values; empty where it asks for nothing. */
export function controlWords(controls: RunControls): { term: string; value: string }[] {
  const { difficulty, families, modalities, mechanisms, trainRows, testRows } = controls
  return [
    difficulty && { term: 'Difficulty', value: difficulty },
    modalities && { term: 'Modalities', value: modalities.join(', ') },
    families && { term: 'Domains', value: families.join(', ') },
    mechanisms && { term: 'Mechanisms', value: mechanisms.join(', ') },
    trainRows && { term: 'Training rows', value: range(trainRows) },
    testRows && { term: 'Test rows', value: range(testRows) },
  ].filter((one) => one !== undefined)
}

/** The same in one line; empty where nothing is asked for. */
export const controlLine = (controls: RunControls): string =>
  controlWords(controls)
    .map(({ term, value }) => `${term.toLowerCase()} ${value}`)
    .join('; ')
