import type { Spec } from '#lib/domain/artefacts/spec.ts'
import { COLLECT, ROW, ROW_ALONE } from '#lib/pipeline/statement/row-sentences.ts'
import { CLASSES, SHARES, VALUES } from '#lib/pipeline/statement/target-sentences.ts'
import { TEST } from '#lib/pipeline/statement/test-sentences.ts'
import type { Move } from '#lib/pipeline/statement/voice.ts'

const ALWAYS = {
  ask: [
    '[The task is to|The challenge is to|The aim is to] [predict|tell|work out] {whether}.',
    '{we} {v need} to know {whether}, [row by row|for every row of `test.csv`|case by case].',
    'What {we} {v want} is a [good|sound|reliable] [prediction|estimate]: {whether}.',
    'For each {entity}, the model has to [say|tell|judge] {whether}.',
  ],
  scene: ['{scene}'],
  use: ['{use}'],
  cost: ['{cost}'],
  stakes: ['{use} {cost}', '{cost} {use}', '{use}', '{cost}'],
  gaps: [
    '[Some cells are|A cell is sometimes] empty where {gaps}.',
    '[Empty cells are no mistake|There are empty cells]: {gaps}.',
    '[An empty cell means that|Where a cell is empty,] {gaps}.',
  ],
  size: [
    'There are {train} to [learn from|train on] and {test} to predict.',
    '{train} come with the target, {test} [are left to predict|come without it].',
    'The training file holds {train}, the test file {test}.',
    '{train} are [given|listed|on file] with their outcome, {test} without.',
    'For {train} the outcome is [given|known]; for {test} [more|others] it is not.',
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
