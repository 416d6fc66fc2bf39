import { z } from 'zod'
import { ColumnName } from '#lib/domain/artefacts/names.ts'
import { Line } from '#lib/domain/text.ts'

/** How far something moves a target, from -3 (strongly down) over 0 (not at all) to 3 (strongly up). */
const Push = z.int().min(-3).max(3)
/** Of a target with classes in no order one push towards each class, in their order; of every other target one. */
const Pushes = z.union([Push, z.array(Push).min(3).max(8)])

/**
 * What plain sense says of a target: for a number how its rise moves the target, for a category how each level does, for
 * a child table how its number of rows does. Up is a larger number, a higher grade, or the second class of two.
 */
export const Sense = z.record(ColumnName, z.union([Pushes, z.record(Line.max(40), Pushes)]))
export type Sense = z.infer<typeof Sense>

/**
 * One column moves another: a number by a slope (about a correlation), a category by shifts in standard deviations. Of two
 * categories `leans` tells which levels of the second one usually go with each level of the first.
 */
export const ColumnLink = z.union([
  z.strictObject({ from: ColumnName, to: ColumnName, slope: z.number().min(-0.9).max(0.9) }),
  z.strictObject({
    from: ColumnName,
    to: ColumnName,
    shifts: z.record(Line.max(40), z.number().min(-2.5).max(2.5)),
  }),
  z.strictObject({
    from: ColumnName,
    to: ColumnName,
    leans: z.record(Line.max(40), z.array(Line.max(40)).min(1).max(6)),
  }),
])
export type ColumnLink = z.infer<typeof ColumnLink>

/** The number of the main table by which cells go missing, and at which of its sides more of them do. */
export const GapsBy = z.strictObject({ column: ColumnName, side: z.enum(['high', 'low']) })

/**
 * Class -> the way in which two patterns of lines cross where it is likely, whichever side one turns to from the other; under
 * `none` it is as likely however they do.
 */
export const CROSSINGS = ['along', 'slanting', 'across', 'none'] as const
export const Crossings = z.record(Line.min(1).max(40), z.enum(CROSSINGS))
export type Crossings = z.infer<typeof Crossings>

/** Role -> what of its column a rule is about: the `high` or the `low` side of a number, or one level of a category. */
export const Reads = z.record(z.string(), Line.min(1).max(40))
export type Reads = z.infer<typeof Reads>
