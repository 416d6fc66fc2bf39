import type { Spec } from '#lib/domain/artefacts/spec.ts'
import { COLLECT, ROW, ROW_ALONE } from '#lib/pipeline/statement/row-sentences.ts'
import { CLASSES, SHARES, VALUES } from '#lib/pipeline/statement/target-sentences.ts'
import { TEST } from '#lib/pipeline/statement/test-sentences.ts'
import type { Move } from '#lib/pipeline/statement/voice.ts'

const ALWAYS = {
  ask: [
    '[The task is to|Your task is to|The goal is to] [predict|forecast|work out] {whether}.',
    '{we} {v need} to know {whether}, [for every row of `test.csv`|for each of them in `test.csv`|case by case].',
    'What {we} {v need} is a [good|sound|reliable] [prediction|estimate] of {whether}.',
    'For each {entity}, [your model|a submission] has to [say|predict] {whether}.',
    '[Submissions are judged by how well they tell|A model is useful here if it can tell|The point of a model is to tell] {whether}.',
    '[Given what is known of {an entity}|From the columns of each row], [predict|work out|estimate] {whether}.',
  ],
  scene: ['{scene}'],
  use: ['{use}'],
  cost: ['{cost}'],
  stakes: ['{use} {cost}', '{cost} {use}', '{use}', '{cost}'],
  gaps: [
    '[Some values are|A few values are] missing where {gaps}.',
    'Some cells are [empty|blank]: {gaps}.',
    '[A missing value means that|Where a value is missing,|Where a cell is empty,] {gaps}.',
  ],
  size: [
    'There are {train} to [learn from|train on] and {test} to [predict|score].',
    '{train} come with the target; {test} more [are left to predict|come without it].',
    'The training set holds {train}, the test set {test}.',
    '{train} are [given|listed] with their outcome and {test} without.',
    'The outcome is known for {train} and withheld for [another|a further] {test}.',
  ],
  truth: ['{truth}'],
} as const

/** The sentences to choose from for one thing that a paragraph tells. */
export function sentencesFor(
  move: Exclude<Move, 'open'>,
  { modality, task, columns }: Spec,
): readonly string[] {
  switch (move) {
    case 'row': {
      const isAlone = columns.length === 1 && (modality === 'image' || modality === 'text')
      return isAlone ? ROW_ALONE[modality] : ROW[modality]
    }
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
