import { z } from 'zod'
import { JUDGED_GATES } from '#lib/domain/gates.ts'
import { RUNGS } from '#lib/domain/vocabulary.ts'

/** `out/ladder.json` of `sandmle.ladder`: what each rung cost the processor, and how long it took for information. */
export const LadderReport = z.object({
  rungs: z.partialRecord(
    z.enum(RUNGS),
    z.object({
      cpuS: z.number(),
      wallS: z.number(),
      program: z.string(),
      error: z.string().nullable(),
    }),
  ),
})
export type LadderReport = z.infer<typeof LadderReport>

/** `score.json` of `sandmle.evaluate`. */
export const ScoreReport = z.object({
  scores: z.record(
    z.string(),
    z.object({ valid: z.boolean(), score: z.number().nullable(), reason: z.string().nullable() }),
  ),
  intervals: z.record(z.string(), z.object({ low: z.number(), high: z.number(), se: z.number() })),
  pairs: z.record(z.string(), z.object({ difference: z.number(), se: z.number(), probability: z.number() })),
})
export type ScoreReport = z.infer<typeof ScoreReport>

const RawMeasurement = z.object({
  gate: z.enum(JUDGED_GATES),
  id: z.string(),
  of: z.string().nullable(),
  value: z.number().nullable(),
  holds: z.boolean().nullable(),
  against: z.number().nullable(),
  message: z.string(),
  anchor: z.object({ file: z.string(), line: z.int().nullable(), column: z.string().nullable() }).nullable(),
})
/** `measurements.json` of `sandmle.inspect` and `sandmle.evaluator_checks`; what passes, the policy says. */
export const MeasurementsReport = z.object({ measurements: z.array(RawMeasurement) })
export type MeasurementsReport = z.infer<typeof MeasurementsReport>

/** Where a program does not parse. */
export const SyntaxReport = z.object({
  problem: z.object({ line: z.int(), message: z.string() }).nullable(),
})
