import { z } from 'zod'
import { Line } from '#lib/domain/text.ts'
import { SOLUTION_TAGS, TIERS } from '#lib/domain/vocabulary.ts'

/** `judge/solutions.json`: tagged solutions with the tiers that each is permitted and required to reach. */
export const TaggedSolution = z.strictObject({
  /** `solutions/<tag>__<name>.py` */
  path: z.string().regex(/^solutions\/[a-z0-9-]+__[a-z0-9-]+\.py$/),
  tag: z.enum(SOLUTION_TAGS),
  title: Line,
  permitted: z.array(z.enum(TIERS)).min(1),
  required: z.array(z.enum(TIERS)),
})
export type TaggedSolution = z.infer<typeof TaggedSolution>

export const Solutions = z.strictObject({
  format: z.literal('sandmle-solutions/1'),
  solutions: z.array(TaggedSolution).min(1).max(64),
})
export type Solutions = z.infer<typeof Solutions>
