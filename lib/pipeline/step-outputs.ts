import { z } from 'zod'
import { Spec } from '#lib/domain/artefacts/spec.ts'
import { Thresholds } from '#lib/domain/artefacts/task.ts'
import { REJECTION_REASONS } from '#lib/domain/rejection.ts'
import { ScoreReport } from '#lib/pipeline/engine-results.ts'
import { KeptTrial } from '#lib/pipeline/verify/kept-trial.ts'

const FileRefs = z.record(z.string(), z.object({ sha256: z.string(), bytes: z.int() }))
const Refused = z.object({
  kind: z.literal('refused'),
  reason: z.enum(REJECTION_REASONS),
  message: z.string(),
})

/** A plan, or no plan: a model may fail to give a usable one. */
export const StrategistOutput = z.union([Spec, Refused])

/** What the steps keep: memoised by their input hash, so a worker that takes over pays for nothing twice. */
export const DeveloperOutput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('built'), files: FileRefs }),
  /** A person changed the generator: its data has to be made again. */
  z.object({ kind: z.literal('edited'), files: FileRefs }),
  Refused,
])
export const MlopsOutput = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('calibrated'),
    files: FileRefs,
    thresholds: Thresholds,
    respaced: z.array(z.string()),
    ladder: KeptTrial,
    /** Absent in steps of before it was kept. */
    inspection: KeptTrial.optional(),
    scores: ScoreReport,
  }),
  /** Scores: where the ladder was climbed before. */
  Refused.extend({ scores: ScoreReport.optional() }),
])
export const WriterOutput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('written'), files: FileRefs }),
  Refused,
])
