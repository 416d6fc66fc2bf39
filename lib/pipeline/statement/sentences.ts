import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import { isMedia } from '#lib/domain/vocabulary.ts'
import type { DataFacts } from '#lib/pipeline/data-facts.ts'
import { layoutOf } from '#lib/pipeline/statement/layout-sentences.ts'
import { readingsOf } from '#lib/pipeline/statement/lexicon.ts'
import {
  COLLECT,
  COLLECT_BY_INSTRUMENT,
  HISTORY,
  ROW,
  ROW_ALONE,
} from '#lib/pipeline/statement/row-sentences.ts'
import { NUMBERS, TARGET } from '#lib/pipeline/statement/target-sentences.ts'
import type { Move, Voice } from '#lib/pipeline/statement/voice.ts'

const ALWAYS = {
  use: ['{use}'],
  cost: ['{cost}'],
  truth: ['{truth}'],
  gaps: [
    'Some values are missing where {gaps}.',
    'Some cells are empty where {gaps}.',
    'Cells are empty where {gaps}.',
    'Values are missing where {gaps}.',
  ],
  size: [
    'There are {train} to train on and {test} to [predict|score].',
    'The point is to learn from few examples: the outcome is given for {train}, and {test} are to be predicted.',
    'Labels are released for {train} only; those for the other {test} are kept for scoring.',
    'The outcome is known for {train} and withheld for [another|a further] {test}.',
    'There are {train} with a known outcome and {test} without.',
    'The training set has {train}, the test set {test}.',
  ],
} as const

/** The sentences to choose from for one thing that a paragraph tells. */
export function sentencesFor(
  move: Move,
  { voice, spec, facts, domain }: { voice: Voice; spec: Spec; facts: DataFacts; domain: Domain },
): readonly string[] {
  const { modality, task, columns } = spec
  switch (move) {
    case 'open':
    case 'ask':
      return voice[move]
    case 'row': {
      const isAlone = columns.length === 1 && isMedia(modality)
      return isAlone ? ROW_ALONE[modality] : ROW[modality]
    }
    case 'history':
      return facts.tables.length > 0 ? HISTORY : []
    case 'collect':
      return isMedia(modality) || readingsOf(spec, domain).length === 0
        ? COLLECT[modality]
        : [...COLLECT[modality], ...COLLECT_BY_INSTRUMENT]
    case 'layout':
      return layoutOf(spec, facts)
    case 'target':
      return TARGET[task]
    case 'numbers':
      return NUMBERS[task]
    case 'gaps':
      return facts.emptyColumns.length > 0 ? ALWAYS.gaps : []
    default:
      return ALWAYS[move]
  }
}
