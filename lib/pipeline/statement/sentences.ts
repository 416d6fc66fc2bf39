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
    'Some values are missing[ because|:] {gaps}.',
    '[Some cells|A few cells] are empty because {gaps}.',
    'Cells are empty where {gaps}.',
    '[Values are|A value is] missing where {gaps}.',
    'An empty cell means that {gaps}.',
    'There are gaps in the table where {gaps}.',
    'Where {gaps}, the cell is empty.',
    'Not every value is known: at times {gaps}.',
    'If {gaps}, the value is missing.',
  ],
  size: [
    'There are {train} to train on and {test} to [predict|score].',
    'The outcome is given for {train}, and {test} are to be predicted.',
    'Labels are released for {train} only; those for the other {test} are kept for scoring.',
    'The outcome is known for {train} and has to be predicted for another {test}.',
    'There are {train} with a known outcome and {test} without.',
    'The training set has {train}, the test set {test}.',
    'The training set contains {train}, and the test set contains {test}.',
    'Training is on {train}, scoring on {test}.',
    '`train.csv` has {train} and `test.csv` has {test}.',
    'Labels are given for {train}; another {test} make up the test set.',
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
