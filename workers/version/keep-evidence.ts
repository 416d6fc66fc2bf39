import { canonicalJson, decodeText } from '#lib/pipeline/canonical.ts'
import { KeptTrial, keepTrial, restoreTrial } from '#lib/pipeline/verify/kept-trial.ts'
import type { RawTrial } from '#lib/pipeline/verify/raw-trial.ts'
import type { Deps } from '#workers/deps.ts'

export type KeptEvidence = {
  /** Blob of each execution's whole outcome, by its input hash. */
  byInputHash: ReadonlyMap<string, string>
  /** Every blob that was written, for its row. */
  blobs: { sha256: string; bytes: bigint }[]
}

/** A program that ended by itself ends so again; one that was stopped may have met a busy machine. */
const isRepeatable = ({ status }: RawTrial): boolean => status === 'ok' || status === 'nonzero'

/** Stores executions whole, so that a later judgement of the same inputs needs no sandbox. */
export async function keepEvidence(
  deps: Pick<Deps, 'blobs'>,
  raws: Iterable<RawTrial>,
): Promise<KeptEvidence> {
  const byInputHash = new Map<string, string>()
  const blobs: KeptEvidence['blobs'] = []
  for (const raw of [...raws].filter(isRepeatable)) {
    const kept = await keepTrial(deps.blobs, raw)
    const own = await deps.blobs.put(new TextEncoder().encode(canonicalJson(kept)))
    byInputHash.set(raw.inputHash, own.sha256)
    for (const { sha256, bytes } of [own, ...Object.values(kept.submissions)])
      blobs.push({ sha256, bytes: BigInt(bytes) })
  }
  return { byInputHash, blobs }
}

/** The executions of a version that were kept. What is gone from the store is run again. */
export async function restoreEvidence(
  deps: Pick<Deps, 'db' | 'blobs' | 'log'>,
  versionId: string,
): Promise<RawTrial[]> {
  const rows = await deps.db.trial.findMany({
    where: { versionId, evidence: { not: null } },
    select: { evidence: true },
    distinct: ['evidence'],
  })
  const restore = async (sha256: string): Promise<RawTrial[]> => {
    try {
      const kept = KeptTrial.parse(JSON.parse(decodeText(await deps.blobs.get(sha256))))
      return [await restoreTrial(deps.blobs, kept)]
    } catch (error) {
      deps.log.warn('kept evidence is unreadable', { versionId, sha256, error })
      return []
    }
  }
  return (await Promise.all(rows.map(({ evidence }) => restore(evidence ?? '')))).flat()
}
