import { z } from 'zod'
import { GATE_IDS } from '#lib/domain/gates.ts'
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

const RawCheck = z.object({
  gate: z.enum(GATE_IDS),
  id: z.string(),
  passed: z.boolean(),
  value: z.number().nullable(),
  limit: z.number().nullable(),
  message: z.string(),
  anchor: z.object({ file: z.string(), line: z.int().nullable(), column: z.string().nullable() }).nullable(),
})
/** `checks.json` of `sandmle.inspect` and `sandmle.evaluator_checks`. */
export const ChecksReport = z.object({ checks: z.array(RawCheck) })
export type ChecksReport = z.infer<typeof ChecksReport>

/** Where a program does not parse. */
export const SyntaxReport = z.object({
  problem: z.object({ line: z.int(), message: z.string() }).nullable(),
})
