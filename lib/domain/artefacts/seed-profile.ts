import { z } from 'zod'
import { COLUMN_KINDS } from '#lib/domain/artefacts/structure.ts'

const Count = z.int().min(0)

/** Columns of a wide table that a profile describes; the others are counted. */
export const PROFILED_COLUMNS = 100
/** Values of a category, and texts, that are shown of a column. */
export const PROFILED_VALUES = 5
export const PROFILED_BARS = 12
/** The longest name or value that is kept, in characters. */
export const PROFILED_LENGTH = 120
/** Texts are read, not only told apart. */
export const PROFILED_TEXT = 600

/** How the cells of a column are spread: numbers and dates by equal steps, categories by their most frequent values. */
export const ColumnSpread = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('bars'),
    from: z.string(),
    to: z.string(),
    bars: z.array(Count).max(PROFILED_BARS),
  }),
  z.strictObject({
    kind: z.literal('values'),
    values: z.array(z.strictObject({ value: z.string(), count: Count })).max(PROFILED_VALUES),
    /** Cells with other values. */
    others: Count,
  }),
  z.strictObject({ kind: z.literal('samples'), samples: z.array(z.string()).max(PROFILED_VALUES) }),
])
export type ColumnSpread = z.infer<typeof ColumnSpread>

export const ProfiledColumn = z.strictObject({
  name: z.string(),
  role: z.enum(['id', 'target', 'feature']),
  kind: z.enum(COLUMN_KINDS),
  missing: z.number().min(0).max(1),
  /** Different values in the rows that were looked at. */
  levels: Count,
  /** How much of the target it tells by itself; null for id, target and paths. */
  dependence: z.number().min(0).max(1).nullable(),
  spread: ColumnSpread,
})
export type ProfiledColumn = z.infer<typeof ProfiledColumn>

/**
 * The training table of a seed as people look at it: names, values and shapes. It stays with the seed: DNA, which
 * descendants carry, holds none of it.
 */
export const SeedProfile = z.strictObject({
  v: z.literal(1),
  /** Rows that were looked at. */
  rows: Count,
  columns: z.array(ProfiledColumn).max(PROFILED_COLUMNS),
  /** Columns that are not described. */
  further: Count,
})
export type SeedProfile = z.infer<typeof SeedProfile>
