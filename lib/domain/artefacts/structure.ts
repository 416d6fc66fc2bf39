import { z } from 'zod'

const Count = z.int().min(0)
const Share = z.number().min(0).max(1)

export const COLUMN_KINDS = ['numeric', 'categorical', 'date', 'text', 'path'] as const
export type ColumnKind = (typeof COLUMN_KINDS)[number]

/** One column without its name: what kind it is, how it is filled, and how much of the target it tells by itself. */
export const ColumnShape = z.strictObject({
  kind: z.enum(COLUMN_KINDS),
  /** Different values in the rows that were measured. */
  levels: Count,
  missing: Share,
  /** Numbers: mean less median, in standard deviations. */
  skew: z.number().min(-1).max(1).nullable(),
  /** Correlation ratio of the target over the column, corrected for chance: 0 tells nothing, 1 tells all. */
  dependence: Share,
  /** Whether that is a rise or fall all along; null where a column or a target has no order. */
  monotone: z.boolean().nullable(),
})
export type ColumnShape = z.infer<typeof ColumnShape>

export const PictureForm = z.strictObject({
  width: Count,
  height: Count,
  channels: z.int().min(1).max(4),
})
export type PictureForm = z.infer<typeof PictureForm>

/** A sound of one channel, by its header and its samples. */
export const SoundForm = z.strictObject({
  seconds: z.number().min(0),
  /** Samples a second. */
  rate: Count,
  /** Frequency in Hz below which nearly all of its power lies. */
  band: Count,
  /** Root mean square of its samples, in decibels below the largest that the file could hold. */
  level: z.number(),
})
export type SoundForm = z.infer<typeof SoundForm>

/**
 * Rows that are measured: as many as a task of the engine has, so that levels and words of a large seed are counted as
 * those of its small descendants are.
 */
export const MEASURED_ROWS = 200
/** Columns of a wide table that are described; the ones that tell most of the target come first. */
export const MOST_COLUMNS = 40
/** Classes that are told of; the rarest of more are left out. */
export const MOST_CLASSES = 50

/** The structure of a task's files beyond its counts. Holds no name and no value of them. */
export const Structure = z.strictObject({
  columns: z.array(ColumnShape).max(MOST_COLUMNS),
  /** Classes by their shares, the largest first; or how skewed the numbers of a regression are. */
  target: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('classes'), shares: z.array(Share).max(MOST_CLASSES) }),
    z.strictObject({ kind: z.literal('numbers'), skew: z.number().min(-1).max(1) }),
  ]),
  /** One a child table: its columns, and how many of its rows belong to one parent, where a key was found. */
  joins: z.array(z.strictObject({ columns: Count, perParent: z.number().min(0).nullable() })).max(8),
  /** The middle one of some pictures; null without any. */
  picture: PictureForm.nullable(),
  /** Sounds: middle length, rate and band, and how far their levels lie apart (deviation, dB). Absent without any. */
  sound: z
    .strictObject({ seconds: z.number().min(0), rate: Count, band: Count, loudness: z.number().min(0) })
    .optional(),
  /** Median words of a text, and different words in the texts that were measured; null without any. */
  text: z.strictObject({ words: Count, vocabulary: Count }).nullable(),
})
export type Structure = z.infer<typeof Structure>
