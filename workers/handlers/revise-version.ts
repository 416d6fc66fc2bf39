import { Task } from '#lib/domain/artefacts/task.ts'
import { machineFaultOf } from '#lib/domain/machine-fault.ts'
import { stored } from '#lib/domain/parse.ts'
import { decodeText } from '#lib/pipeline/canonical.ts'
import { type Revised, reviseTask } from '#lib/pipeline/roles/revise.ts'
import { InfraFault } from '#lib/pipeline/run-job.ts'
import { namesOf } from '#lib/services/people/names-of.ts'
import { type LoadedVersion, loadVersion } from '#workers/candidate/load-version.ts'
import type { Deps } from '#workers/deps.ts'
import { LeaseLost } from '#workers/leases/lease-lost.ts'
import { underLease } from '#workers/leases/under-lease.ts'
import { CELLS, type Served } from '#workers/served.ts'
import { finishRevision, freezeRevision } from '#workers/version/freeze-revision.ts'
import { REVISION, type RevisionClaim, RevisionRow } from '#workers/version/revision-lease.ts'
import { specOf } from '#workers/version/spec-of.ts'

type ReviseDeps = Pick<
  Deps,
  'db' | 'blobs' | 'queue' | 'sandbox' | 'catalogue' | 'runtimeHash' | 'workerId' | 'log' | 'stopping'
>

/** The task as its file says it: the database keeps keys in an order of its own, which would read as changes. */
async function frozenTask({ blobs }: ReviseDeps, { manifest }: LoadedVersion): Promise<Task> {
  const file = manifest.files.find(({ path }) => path === 'task.json')
  return Task.parse(JSON.parse(decodeText(await blobs.get(file?.sha256 ?? ''))))
}

async function revise(deps: ReviseDeps, claim: RevisionClaim, signal: AbortSignal): Promise<Revised> {
  const version = await loadVersion(deps, claim.versionId)
  const listed = version.manifest.files.filter(({ path }) => path !== 'task.json')
  const files = Object.fromEntries(listed.map(({ path, sha256, bytes }) => [path, { sha256, bytes }]))
  const nameOf = await namesOf(deps.db, [claim.requestedBy])
  const edit = {
    by: nameOf(claim.requestedBy),
    files: Object.keys(claim.changes).sort(),
    why: claim.reason,
  }
  const base = { task: await frozenTask(deps, version), files, spec: await specOf(deps, version) }
  const { sandbox, blobs, runtimeHash } = deps
  const context = { sandbox, blobs, runtimeHash, signal, engineVersion: deps.catalogue.engineVersion }
  return reviseTask(context, base, claim.changes, edit)
}

/** True for what is not the fault of the files: it is tried again, or ends with the worker. */
const isOurs = (error: unknown, signal: AbortSignal): boolean =>
  signal.aborted ||
  error instanceof LeaseLost ||
  error instanceof InfraFault ||
  machineFaultOf(error) !== null

/** Makes and freezes the version. Returns why it could not be; null where it was. */
async function make(deps: ReviseDeps, claim: RevisionClaim, signal: AbortSignal): Promise<string | null> {
  try {
    const revised = await revise(deps, claim, signal)
    signal.throwIfAborted()
    return revised.kind === 'revised' ? await freezeRevision(deps, claim, revised) : revised.message
  } catch (error) {
    if (isOurs(error, signal)) throw error
    deps.log.error('revision', { revision: claim.id, error })
    return error instanceof Error ? error.message : String(error)
  }
}

/** Handler of `version.revise`: a version that a person saves over another one. */
export async function reviseVersion(deps: ReviseDeps, id: string): Promise<void> {
  await underLease(deps, REVISION, id, async (row, signal) => {
    const claim = { ...row, ...stored(RevisionRow, row, `revision ${id}`) }
    const error = await make(deps, claim, signal)
    if (error === null) return
    await deps.db.$transaction((tx) =>
      finishRevision(tx, claim, { status: 'failed', error: error.slice(0, 500) }),
    )
  })
}

export const versionRevise = {
  queue: 'version.revise',
  concurrency: 1,
  needs: CELLS,
  lease: REVISION,
  handle: reviseVersion,
} as const satisfies Served
