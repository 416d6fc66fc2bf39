import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import { isMedia } from '#lib/domain/vocabulary.ts'
import type { DataFacts } from '#lib/pipeline/data-facts.ts'
import { layoutOf } from '#lib/pipeline/statement/layout-sentences.ts'
import { instrumentsOf } from '#lib/pipeline/statement/lexicon.ts'
import { COLLECT, COLLECT_BY_HAND, HISTORY, ROW, ROW_ALONE } from '#lib/pipeline/statement/row-sentences.ts'
import { NUMBERS, TARGET } from '#lib/pipeline/statement/target-sentences.ts'
import type { Move, Voice } from '#lib/pipeline/statement/voice.ts'

const ALWAYS = {
  use: ['{use}'],
  cost: ['{cost}'],
  truth: ['{truth}'],
  gaps: [
    'Some values are missing where {gaps}.',
    'Some cells are empty where {gaps}.',
    'Where {gaps}, values are missing.',
    'Where [a value is missing|a cell is empty], {gaps}.',
    'Values are missing where {gaps}.',
  ],
  size: [
    '[Labels take time to confirm|Labels are slow to come in]: there are {train} to learn from and {test} to [predict|score].',
    'Labels are [costly|expensive] here, so the training set holds {train} and the test set {test}.',
    'The outcome is known for {train} and withheld for [another|a further] {test}.',
    'There are {train} with a known outcome and {test} without; [labels are slow to come in|every label had to be checked].',
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
      return isMedia(modality) || instrumentsOf(spec, domain).length > 0 ? COLLECT[modality] : COLLECT_BY_HAND
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
