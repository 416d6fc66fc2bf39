import { z } from 'zod'
import type { BlobStore } from '#lib/domain/ports/blob-store.ts'
import { SANDBOX_STATUSES } from '#lib/domain/ports/sandbox.ts'
import { TRIAL_KINDS } from '#lib/domain/trial.ts'
import { loadFiles, storeFiles } from '#lib/pipeline/task-files.ts'
import type { RawTrial } from '#lib/pipeline/verify/raw-trial.ts'

/**
 * An execution kept with a step. A run of the sandbox is a function of its input hash, so verification takes the
 * ladder that the thresholds were read from, and the inspection before it, instead of doing the very same again.
 */
export const KeptTrial = z.object({
  key: z.string(),
  kind: z.enum(TRIAL_KINDS),
  program: z.string(),
  inputHash: z.string(),
  status: z.enum(SANDBOX_STATUSES),
  failure: z.string().nullable(),
  usage: z.object({ wallMs: z.number(), cpuMs: z.number(), maxRssMB: z.number() }),
  runtimeHash: z.string(),
  hashes: z.record(z.string(), z.string()),
  report: z.unknown(),
  submissions: z.record(z.string(), z.object({ sha256: z.string(), bytes: z.int() })),
})
export type KeptTrial = z.infer<typeof KeptTrial>

export async function keepTrial(blobs: BlobStore, raw: RawTrial): Promise<KeptTrial> {
  return { ...raw, submissions: await storeFiles(blobs, raw.submissions) }
}
/** What a calibration kept for the certificate of its task. */
export async function restoreTrials(
  blobs: BlobStore,
  { ladder, inspection }: { ladder: KeptTrial; inspection?: KeptTrial | undefined },
): Promise<RawTrial[]> {
  const kept = inspection ? [ladder, inspection] : [ladder]
  return Promise.all(kept.map((one) => restoreTrial(blobs, one)))
}
export async function restoreTrial(blobs: BlobStore, kept: KeptTrial): Promise<RawTrial> {
  return { ...kept, submissions: await loadFiles(blobs, kept.submissions, () => true) }
}
