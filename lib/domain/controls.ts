import { z } from 'zod'
import { Slug } from '#lib/domain/artefacts/names.ts'
import { TEST_ROWS, TRAIN_ROWS } from '#lib/domain/task-rows.ts'
import { MODALITIES } from '#lib/domain/vocabulary.ts'

export const DIFFICULTIES = ['easy', 'medium', 'hard'] as const
export type Difficulty = (typeof DIFFICULTIES)[number]

const rangeWithin = ([low, high]: readonly [number, number]) =>
  z
    .tuple([z.int().min(low).max(high), z.int().min(low).max(high)])
    .refine(([from, to]) => from <= to, 'the first number is at most the second')

const distinct = <T>(list: readonly T[]) => new Set(list).size === list.length

/** What the plans of a run may be, beside how close they stay to their seeds. What is not said stays with the seed. */
export const RunControls = z.strictObject({
  /** Absent: that of each seed. */
  difficulty: z.enum(DIFFICULTIES).optional(),
  /** Families of worlds; absent: all. */
  families: z.array(Slug).min(1).refine(distinct, 'a family is named twice').optional(),
  /** Absent: all. A seed's own is kept where it is permitted; else a neighbouring one takes its place. */
  modalities: z.array(z.enum(MODALITIES)).min(1).refine(distinct, 'a modality is named twice').optional(),
  /** Ids of mechanisms; absent: all of the engine's. */
  mechanisms: z.array(Slug).min(1).refine(distinct, 'a mechanism is named twice').optional(),
  /** Rows of train.csv, fewest and most. */
  trainRows: rangeWithin(TRAIN_ROWS).optional(),
  /** Rows of test.csv, fewest and most, as far as metric and modality allow. */
  testRows: rangeWithin(TEST_ROWS).optional(),
})
export type RunControls = z.infer<typeof RunControls>

/** The level of noise and knobs that a difficulty stands for. */
export const levelOf = (difficulty: Difficulty): 0 | 1 | 2 =>
  difficulty === 'easy' ? 0 : difficulty === 'medium' ? 1 : 2

/** Whether anything is asked for. */
export const hasControls = (controls: RunControls): boolean => Object.keys(controls).length > 0
