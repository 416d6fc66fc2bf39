import { z } from 'zod'
import { Slug } from '#lib/domain/artefacts/names.ts'
import { TEST_ROWS, TRAIN_ROWS, testRowLimits } from '#lib/domain/task-rows.ts'
import { type Metric, MODALITIES, type Modality } from '#lib/domain/vocabulary.ts'

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

type Planned = {
  modality: Modality
  metric: Metric
  domain: { family: string }
  mechanisms: readonly { id: string }[]
  rows: { train: number; test: number }
}

/** The rows of test.csv that a run asks for, as far as metric and modality allow. */
export function testRowsWithin({ testRows }: RunControls, modality: Modality, metric: Metric) {
  const limits = testRowLimits(modality, metric)
  const within = (rows: number) => Math.min(limits[1], Math.max(limits[0], rows))
  const [least, most] = testRows ?? limits
  return [within(least), within(most)] as const
}

const outside = (value: number, [low, high]: readonly [number, number]): boolean =>
  value < low || value > high

/**
 * What of a plan leaves the controls of its run, as words; empty where it keeps to them. Of the difficulty only a first
 * plan can be told: after a refusal the noise is turned.
 */
export function leftControls(controls: RunControls, plan: Planned): string[] {
  const { families, modalities, mechanisms, trainRows, testRows } = controls
  const { modality, metric, domain, rows } = plan
  const strange = plan.mechanisms.filter(({ id }) => mechanisms !== undefined && !mechanisms.includes(id))
  return [
    ...(modalities !== undefined && !modalities.includes(modality) ? [`modality ${modality}`] : []),
    ...(families !== undefined && !families.includes(domain.family) ? [`a world of ${domain.family}`] : []),
    ...strange.map(({ id }) => `mechanism ${id}`),
    ...(trainRows && outside(rows.train, trainRows) ? [`${rows.train} training rows`] : []),
    ...(testRows && outside(rows.test, testRowsWithin(controls, modality, metric))
      ? [`${rows.test} test rows`]
      : []),
  ]
}

/** How the noise of a first plan differs from the difficulty that was asked for; null where it does not. */
export const leftDifficulty = ({ difficulty }: RunControls, { noise }: { noise: number }): string | null =>
  difficulty === undefined || noise === levelOf(difficulty)
    ? null
    : `noise ${noise} instead of ${levelOf(difficulty)}`
