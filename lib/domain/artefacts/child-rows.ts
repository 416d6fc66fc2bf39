import { z } from 'zod'
import { ColumnName } from '#lib/domain/artefacts/names.ts'

/** As in python/sandmle/parts/events.py. */
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
/** Weekdays on which there never is a row or a visit. */
export const DaysOff = z.array(z.enum(WEEKDAYS)).max(3)

/**
 * Of child rows that come on visits, which lie apart: how many share the day of one on average, and weekdays on which there
 * never is any.
 */
export const Visits = z.strictObject({
  rows: z.number().min(1).max(8),
  never: DaysOff,
})

/**
 * Numbers of its parent that a child number goes with, and how strongly: about the correlation between such a number and
 * the mean of the child rows.
 */
export const Follows = z
  .array(z.strictObject({ column: ColumnName, strength: z.number().min(-0.8).max(0.8) }))
  .min(1)
  .max(2)
