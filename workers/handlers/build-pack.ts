import { transitionPack } from '#lib/db/transition.ts'
import { Manifest } from '#lib/domain/artefacts/manifest.ts'
import { Task } from '#lib/domain/artefacts/task.ts'
import { isAppError } from '#lib/domain/errors.ts'
import { machineFaultOf } from '#lib/domain/machine-fault.ts'
import { stored } from '#lib/domain/parse.ts'
import type { PackTask } from '#lib/packs/layout.ts'
import { type PackPlan, type PackRequest, planPack } from '#lib/packs/plan-pack.ts'
import { verifyPack } from '#lib/packs/verify-pack.ts'
import { writePack } from '#lib/packs/write-pack.ts'
import { databaseNow } from '#lib/services/context.ts'
import { namesOf } from '#lib/services/people/names-of.ts'
import type { Deps } from '#workers/deps.ts'
import { type ClaimOf, leaseOf } from '#workers/leases/lease.ts'
import { failRow } from '#workers/leases/lose-row.ts'
import { underLease } from '#workers/leases/under-lease.ts'
import { FILES, type Served } from '#workers/served.ts'

type PackDeps = Pick<Deps, 'db' | 'blobs' | 'queue' | 'workerId' | 'log' | 'stopping'>

const PACK = leaseOf({ kind: 'pack', columns: ['slug', 'version', 'title', 'layout'] })
type PackClaim = ClaimOf<typeof PACK>

/** What stands outside the content hash: gate results, and who made and approved the version. */
async function loadTasks(deps: PackDeps, packId: string): Promise<PackTask[]> {
  const entries = await deps.db.packEntry.findMany({
    where: { packId },
    select: {
      split: true,
      version: {
        select: {
          number: true,
          task: true,
          manifest: true,
          contentHash: true,
          createdAt: true,
          authorId: true,
          editorId: true,
          environment: { select: { id: true, slug: true } },
          gateResults: {
            select: { gateSet: true, kind: true, gate: true, verdict: true, evidence: true },
            orderBy: { gate: 'asc' },
          },
          approvals: {
            where: { withdrawal: null },
            select: { contentHash: true, gateSet: true, reviewers: true, createdAt: true },
          },
        },
      },
    },
  })
  const nameOf = await namesOf(
    deps.db,
    entries.flatMap(({ version: { authorId, editorId, approvals } }) => [
      authorId,
      editorId,
      ...approvals.flatMap(({ reviewers }) => reviewers),
    ]),
  )
  return entries.map(({ split, version }): PackTask => {
    const { number, environment, createdAt, authorId, editorId, contentHash, gateResults } = version
    const approvals = version.approvals.map((one) => ({
      ...one,
      reviewerNames: one.reviewers.map(nameOf),
    }))
    return {
      slug: environment.slug,
      split: split,
      task: stored(Task, version.task, `task of version ${contentHash}`),
      manifest: stored(Manifest, version.manifest, `manifest of version ${contentHash}`),
      meta: {
        certificate: { contentHash, gates: gateResults },
        version: {
          environment: environment.id,
          number,
          contentHash,
          createdAt,
          author: authorId,
          authorName: nameOf(authorId),
          editor: editorId,
          editorName: nameOf(editorId),
          approvals,
        },
      },
    }
  })
}

const messageOf = (error: unknown): string =>
  isAppError(error) ? error.publicMessage : error instanceof Error ? error.message : String(error)

/** A file of the plan by its hash; one that is gone is named by its path. */
async function readFileOf(deps: PackDeps, plan: PackPlan, sha256: string): Promise<Uint8Array> {
  try {
    return await deps.blobs.get(sha256)
  } catch (error) {
    const path = plan.entries.find((entry) => entry.sha256 === sha256)?.path ?? sha256
    throw new Error(`${path} cannot be read: ${messageOf(error)}`, { cause: error })
  }
}

async function build(deps: PackDeps, pack: PackClaim) {
  const tasks = await loadTasks(deps, pack.id)
  const { slug, version, title } = pack
  const request: PackRequest = {
    slug,
    version,
    title,
    layout: pack.layout,
    tasks,
  }
  const plan = planPack(request)
  const written = await deps.blobs.put(writePack(plan, (sha256) => readFileOf(deps, plan, sha256)))
  const check = await verifyPack(await deps.blobs.get(written.sha256))
  const [problem] = check.problems
  if (problem) throw new Error(`the pack does not verify: ${problem.file} ${problem.message}`)
  return written
}

/** Publishes what was built by compare-and-set. */
async function publish(deps: PackDeps, { id, attempt }: PackClaim, built: { sha256: string; bytes: number }) {
  const { sha256, bytes } = built
  await deps.db.$transaction(async (tx) => {
    await tx.blob.createMany({ data: [{ sha256, bytes: BigInt(bytes) }], skipDuplicates: true })
    const finishedAt = await databaseNow(tx)
    const patch = { blob: sha256, bytes: BigInt(bytes), finishedAt, leaseUntil: null }
    await transitionPack(tx, id, 'building', 'ready', { attempt, patch })
  })
}

/** Handler of `pack.build`: writes the archive, verifies its own bytes, then publishes it. */
export const buildPack = (deps: PackDeps, id: string): Promise<void> =>
  underLease(deps, PACK, id, async (pack) => {
    try {
      await publish(deps, pack, await build(deps, pack))
    } catch (error) {
      if (machineFaultOf(error) !== null) throw error
      deps.log.error('pack', { pack: id, error })
      const message = messageOf(error).slice(0, 500)
      await deps.db.$transaction((tx) => failRow(tx, PACK, pack, { code: 'pack', message }))
    }
  })

export const packBuild = {
  queue: 'pack.build',
  concurrency: 1,
  needs: FILES,
  lease: PACK,
  handle: buildPack,
} as const satisfies Served
