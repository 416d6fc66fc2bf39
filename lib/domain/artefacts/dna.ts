import { z } from 'zod'
import { Slug } from '#lib/domain/artefacts/names.ts'
import { Structure } from '#lib/domain/artefacts/structure.ts'
import { METRICS, MODALITIES, TASK_TYPES } from '#lib/domain/vocabulary.ts'

const Count = z.int().min(0)

/** What tells a field of a seed whose data are not there: a person, its grader, its config, its submission, its list of files, its statement. */
export const TELLERS = ['stated', 'grader', 'config', 'submission', 'checksums', 'text'] as const
export type Teller = (typeof TELLERS)[number]

/** The fields of DNA that a seed without data may leave open. */
export const DNA_FIELDS = [
  'modality',
  'task',
  'metric',
  'nTrain',
  'nTest',
  'classes',
  'joinDepth',
  'columnTypes',
  'cardinality',
  'missingRate',
  'imbalance',
  'groups',
  'time',
  'mechanismPrior',
  'difficulty',
  'family',
] as const
export type DnaField = (typeof DNA_FIELDS)[number]

/**
 * The structure of a task without its story: what a seed hands on to its descendants.
 * Topics and families come from closed lists, so no word of a seed ever travels in here.
 */
export const Dna = z.strictObject({
  v: z.literal(1),
  modality: z.enum(MODALITIES),
  task: z.enum(TASK_TYPES),
  metric: z.enum(METRICS),
  nTrain: Count,
  nTest: Count,
  /** Classes of the target; null for regression. */
  classes: z.int().min(2).max(1000).nullable(),
  /** Child tables that refer to the rows of the main table. */
  joinDepth: z.int().min(0).max(4),
  columnTypes: z.strictObject({ numeric: Count, categorical: Count, date: Count, text: Count, path: Count }),
  /** Median number of levels over the categorical columns; 0 without any. */
  cardinality: Count,
  /** Share of empty cells. */
  missingRate: z.number().min(0).max(1),
  /** Binary: share of positives. Otherwise evenness of the classes, 0 to 1. Regression: null. */
  imbalance: z.number().min(0).max(1).nullable(),
  /** Rows come in groups: a column repeats its values, many rows a value. */
  groups: z.boolean(),
  /** Rows carry dates. */
  time: z.boolean(),
  /** Topic of the closed list -> weight 0 to 1. */
  mechanismPrior: z.record(z.string(), z.number().min(0).max(1)),
  /** 0 easy, 1 medium, 2 hard. */
  difficulty: z.int().min(0).max(2),
  /** The domain family that the seed reads like; its descendants live in another one. */
  family: Slug.nullable(),
  /** What fidelity is measured by; absent in DNA that was read before there was such a measure. */
  structure: Structure.optional(),
  /**
   * Of DNA that was read from a statement, as there were no data to measure: what told each field. A field that is not
   * in here is open, and holds what a plan takes where nothing is known. Absent where tables were measured.
   */
  told: z.partialRecord(z.enum(DNA_FIELDS), z.enum(TELLERS)).optional(),
})
export type Dna = z.infer<typeof Dna>
