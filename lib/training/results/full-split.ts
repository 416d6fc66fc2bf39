import { z } from 'zod'
import split75 from '#lib/training/reference/mle-bench-split75.json' with { type: 'json' }

const Competition = z.object({ id: z.string(), name: z.string(), metric: z.string() })

/** The 75 tasks of the whole benchmark, by id, as its split file lists them. */
export const FULL_SPLIT: readonly z.infer<typeof Competition>[] = z
  .array(Competition)
  .parse(split75.tasks)
  .sort((a, b) => (a.id < b.id ? -1 : 1))
