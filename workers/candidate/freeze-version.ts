import type { Tx } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import type { Dna } from '#lib/domain/artefacts/dna.ts'
import { encodeManifest } from '#lib/packs/task-format.ts'
import { type Cast, rolePlayers } from '#lib/pipeline/play-roles.ts'
import type { Produced, Twin } from '#lib/pipeline/produce-task.ts'
import { type Frozen, freezeTask } from '#lib/pipeline/roles/freeze.ts'
import { storeFiles } from '#lib/pipeline/task-files.ts'
import type { Claim } from '#workers/candidate/claim-candidate.ts'
import { appendEvent } from '#workers/candidate/events.ts'
import { findNearTwin, lockIdea } from '#workers/candidate/find-twin.ts'
import { setPhase } from '#workers/candidate/step-runner.ts'
import { CandidateStopped } from '#workers/candidate/stop-reason.ts'
import type { Deps } from '#workers/deps.ts'
import { TRANSACTION_MS } from '#workers/tunables.ts'

type Product = Extract<Produced, { kind: 'produced' }>
export type FrozenVersion = { kind: 'frozen'; versionId: string } | { kind: 'duplicate'; twin: Twin }

const asJson = (value: unknown): Prisma.InputJsonValue =>
  JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue

function versionColumns({ task, manifest, contentHash }: Frozen, engineVersion: string) {
  return {
    number: 1,
    contentHash,
    title: task.title,
    domain: `${task.domain.family}/${task.domain.id}`,
    modality: task.modality,
    taskType: task.task,
    metric: task.metric,
    direction: task.direction,
    runtimeHash: task.runtimeHash,
    engineVersion,
    specSha256: task.specSha256,
    task: asJson(task),
    manifest: asJson(manifest),
  }
}

/** Who changed an artefact by hand last: like an author, they may not be the only one to approve. */
async function lastEditor(tx: Tx, candidateId: string, author: string): Promise<string> {
  const edit = await tx.artefactEdit.findFirst({
    where: { candidateId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { editedBy: true },
  })
  return edit?.editedBy ?? author
}

/**
 * Freezes what a candidate produced: task.json, manifest, content hash, then environment and version rows in one
 * transaction with the candidate's pointer to them. The same content, or the same idea, frozen before is a duplicate.
 */
export async function freezeVersion(
  deps: Deps,
  claim: Claim,
  product: Product,
  origin: { dna: Dna; seedHash: string; author: string; cast: Cast },
): Promise<FrozenVersion> {
  await setPhase(deps, claim, 'freeze')
  const { spec, facts, files, calibration } = product
  const { thresholds } = calibration
  const { catalogue, runtimeHash } = deps
  const frozen = freezeTask({
    spec,
    facts,
    files,
    thresholds,
    catalogue,
    runtimeHash,
    dna: origin.dna,
    seedHash: origin.seedHash,
    roles: rolePlayers(origin.cast, catalogue.engineVersion),
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
        return { kind: 'duplicate', twin: { environmentId: known.environmentId, reason } }
      }
      await lockIdea(tx, spec)
      const twin = await findNearTwin(tx, spec)
      if (twin) return { kind: 'duplicate', twin }
      await tx.blob.createMany({ data: blobs, skipDuplicates: true })
      const environment = await tx.environment.create({
        data: { slug: frozen.task.slug, title: frozen.task.title },
        select: { id: true },
      })
      const version = await tx.version.create({
        data: {
          ...versionColumns(frozen, catalogue.engineVersion),
          environmentId: environment.id,
          authorId: origin.author,
          editorId: await lastEditor(tx, claim.id, origin.author),
          runId: claim.runId,
        },
        select: { id: true },
      })
      const { count } = await tx.candidate.updateMany({
        where: { id: claim.id, attempt: claim.attempt, status: 'running' },
        data: { versionId: version.id, phase: 'verify' },
      })
      if (count === 0) throw new CandidateStopped('fenced')
      await appendEvent(tx, claim, {
        type: 'version.frozen',
        message: `Frozen as ${frozen.task.slug}.`,
        data: { versionId: version.id, contentHash: frozen.contentHash, respaced: calibration.respaced },
      })
      return { kind: 'frozen', versionId: version.id }
    },
    { timeout: TRANSACTION_MS, maxWait: 10_000 },
  )
}
