import type { Tx } from '#lib/db/client.ts'
import type { Dna } from '#lib/domain/artefacts/dna.ts'
import type { Likeness } from '#lib/domain/likeness.ts'
import { programRuntime } from '#lib/domain/runtime.ts'
import { encodeManifest } from '#lib/packs/task-format.ts'
import { type RoleAssignment, rolePlayers } from '#lib/pipeline/play-roles.ts'
import type { Duplicate, Produced } from '#lib/pipeline/produce-task.ts'
import { type Frozen, freezeTask } from '#lib/pipeline/roles/freeze.ts'
import { storeFiles } from '#lib/pipeline/task-files.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import type { Claim } from '#workers/candidate/candidate-lease.ts'
import { appendEvent } from '#workers/candidate/events.ts'
import { type Counterpart, versionBefore } from '#workers/candidate/find-counterpart.ts'
import { findNearDuplicate, lockIdea } from '#workers/candidate/find-duplicate.ts'
import { setPhase } from '#workers/candidate/step-runner.ts'
import type { Deps } from '#workers/deps.ts'
import { LeaseLost } from '#workers/leases/lease-lost.ts'
import { TRANSACTION_MS } from '#workers/tunables.ts'
import { editsOf, recordEdits, taskEdits } from '#workers/version/edits-of.ts'
import { nextNumber, versionColumns } from '#workers/version/version-row.ts'

type Product = Extract<Produced, { kind: 'produced' }>
export type FrozenVersion =
  | { kind: 'frozen'; versionId: string }
  | { kind: 'duplicate'; duplicate: Duplicate }

/** A new environment, or, in a branch that keeps the spec, the next version of the counterpart's. */
async function placeOf(
  tx: Tx,
  { task }: Frozen,
  before: Counterpart['version'],
): Promise<{ environmentId: string; number: number; parentId: string | null }> {
  if (before !== null) {
    const { environmentId, id } = before
    return { environmentId, number: await nextNumber(tx, environmentId), parentId: id }
  }
  const { id } = await tx.environment.create({
    data: { slug: task.slug, title: task.title },
    select: { id: true },
  })
  return { environmentId: id, number: 1, parentId: null }
}

/**
 * Freezes what a candidate produced: task.json, manifest, content hash, then environment and version rows in one
 * transaction with the candidate's pointer to them. The same content, or the same idea, frozen before is a duplicate;
 * a branch that keeps its counterpart's spec makes the next version of the same environment.
 */
export async function freezeVersion(
  deps: Deps,
  claim: Claim,
  product: Product,
  origin: {
    dna: Dna
    seedHash: string
    likeness: Likeness
    author: string
    assignment: RoleAssignment
    counterpart: Counterpart | null
  },
): Promise<FrozenVersion> {
  await setPhase(deps, claim, 'freeze')
  const { spec, facts, files, calibration } = product
  const { thresholds } = calibration
  const { catalogue, runtimeHash } = deps
  const edits = await editsOf(deps.db, claim.id)
  const frozen = freezeTask({
    spec,
    facts,
    files,
    thresholds,
    catalogue,
    runtimeHash,
    runtime: programRuntime(deps.sandbox.capabilities),
    edits: taskEdits(edits),
    dna: origin.dna,
    seedHash: origin.seedHash,
    likeness: origin.likeness,
    roles: rolePlayers(origin.assignment, catalogue.engineVersion),
  })
  const own = await storeFiles(deps.blobs, {
    'task.json': frozen.taskBytes,
    'MANIFEST.json': encodeManifest(frozen.manifest),
  })
  const blobs = [...Object.values(files), ...Object.values(own)].map(({ sha256, bytes }) => ({
    sha256,
    bytes: BigInt(bytes),
  }))
  return deps.db.$transaction(
    async (tx): Promise<FrozenVersion> => {
      const known = await tx.version.findUnique({
        where: { contentHash: frozen.contentHash },
        select: { environmentId: true },
      })
      if (known) {
        const reason = 'the same content was frozen before'
        return { kind: 'duplicate', duplicate: { environmentId: known.environmentId, reason } }
      }
      await lockIdea(tx, spec)
      const before = versionBefore(origin.counterpart, frozen.task.specSha256)
      const duplicate = await findNearDuplicate(tx, spec, before?.environmentId ?? null)
      if (duplicate) return { kind: 'duplicate', duplicate }
      await tx.blob.createMany({ data: blobs, skipDuplicates: true })
      const place = await placeOf(tx, frozen, before)
      const version = await tx.version.create({
        data: {
          ...versionColumns(frozen, catalogue.engineVersion),
          ...place,
          authorId: origin.author,
          editorId: edits.at(-1)?.editedBy ?? origin.author,
          runId: claim.runId,
        },
        select: { id: true },
      })
      await recordAudit(
        tx,
        { kind: 'system' },
        {
          verb: 'version.freeze',
          entity: 'version',
          entityId: version.id,
          detail: { contentHash: frozen.contentHash, run: claim.runId },
        },
      )
      await recordEdits(tx, version.id, edits)
      const { count } = await tx.candidate.updateMany({
        where: { id: claim.id, attempt: claim.attempt, status: 'running' },
        data: { versionId: version.id, phase: 'verify' },
      })
      if (count === 0) throw new LeaseLost('fenced')
      await appendEvent(tx, claim, {
        type: 'version.frozen',
        message: `Frozen as ${frozen.task.slug}${place.number === 1 ? '' : ` version ${place.number}`}.`,
        data: { versionId: version.id, contentHash: frozen.contentHash, respaced: calibration.respaced },
      })
      return { kind: 'frozen', versionId: version.id }
    },
    { timeout: TRANSACTION_MS, maxWait: 10_000 },
  )
}
