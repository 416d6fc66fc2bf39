import { z } from 'zod'

/** Slugs and ids: valid in every consumer (no dots for MLE-bench stems, no underscores for its scripts). */
export const Slug = z
  .string()
  .max(63)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)

/** Column names in CSV headers: plain, quotable nowhere. */
export const ColumnName = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9_]*$/)
