import { z } from 'zod'
import { ReviseBody, type RevisionView } from '#lib/contracts/revisions.ts'
import type { Tx } from '#lib/db/client.ts'
import type { Manifest } from '#lib/domain/artefacts/manifest.ts'
import { auditIdOf, personOf } from '#lib/domain/capabilities.ts'
import { STATEMENT } from '#lib/domain/editable.ts'
import { conflict, invalid, precondition } from '#lib/domain/errors.ts'
import { keepOwnSections, OWN_SECTIONS_KEPT } from '#lib/domain/own-sections.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { fileObjection, type RevisionChanges } from '#lib/domain/revision.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import {
  inTransaction,
  isUniqueViolation,
  requireCapability,
  type ServiceContext,
} from '#lib/services/context.ts'
import { findVersion, VersionRef } from '#lib/services/environments/find-version.ts'
import { reviseObjection } from '#lib/services/environments/permissions-of.ts'
import { manifestOf } from '#lib/services/environments/stored-manifest.ts'
import { REVISION_SELECT, toRevisionView } from '#lib/services/revisions/revision-view.ts'

const Body = z.object(ReviseBody.shape)
type Changes = z.infer<typeof ReviseBody>['changes']

/**
 * Asks for the next version of an environment: changed files over the newest version, and why. The row is the request;
 * a worker makes the data again where its program changed, freezes the version and has it verified.
 */
export async function requestRevision({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: VersionRef & z.input<typeof ReviseBody>
}): Promise<RevisionView> {
  requireCapability(ctx, 'environment.revise')
  requireCapability(ctx, 'environment.read-judge')
  const body = parseInput(Body, input)
  const ref = parseInput(VersionRef, input)
  try {
    return await inTransaction(ctx, async (tx) => {
      const versionId = await findVersion(tx, ref)
      const { contentHash, manifest } = await lockRevisable(ctx, tx, versionId)
      if (contentHash !== body.contentHash)
        throw conflict('This is not the content that you edited. Open the version again, then edit it.')
      const changes = await storeChanges(ctx, tx, manifest, body.changes)
      const row = await tx.revision.create({
        data: {
          versionId,
          reason: body.reason,
          changes,
          requestedBy: personOf(ctx.actor),
          actorKind: ctx.actor.kind,
          actorId: auditIdOf(ctx.actor),
        },
        select: REVISION_SELECT,
      })
      await ctx.queue.enqueue(tx, { queue: 'version.revise', id: row.id })
      await recordAudit(tx, ctx.actor, {
        verb: 'environment.revise',
        entity: 'version',
        entityId: versionId,
        detail: { revision: row.id, contentHash, files: Object.keys(changes), reason: body.reason },
      })
      return toRevisionView(tx, row)
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw conflict(
      'Somebody saves a version over this one right now. Wait for it, then look at what changed.',
    )
  }
}

/** The version under a lock of its environment, so that none is made beside it. @throws precondition where it may not be edited */
async function lockRevisable(ctx: ServiceContext, tx: Tx, versionId: string) {
  await tx.$queryRaw`
    select 1 as one from environment e join version v on v."environmentId" = e.id where v.id = ${versionId}::uuid
    for update of e`
  const version = await tx.version.findUniqueOrThrow({
    where: { id: versionId },
    select: { status: true, number: true, contentHash: true, manifest: true, environmentId: true },
  })
  const { _max: max } = await tx.version.aggregate({
    where: { environmentId: version.environmentId },
    _max: { number: true },
  })
  const objection = reviseObjection(ctx.actor, { ...version, newest: max.number ?? version.number })
  if (objection !== null) throw precondition(objection)
  return { contentHash: version.contentHash, manifest: manifestOf({ id: versionId, ...version }) }
}

/** The text as it is kept: line ends of one kind, and a statement with its own section on feedback. Null: not that one. */
async function textToKeep(
  ctx: ServiceContext,
  files: Manifest['files'],
  path: string,
  content: string,
): Promise<string | null> {
  const text = content.replaceAll('\r\n', '\n')
  if (path !== STATEMENT) return text
  const file = files.find((one) => one.path === path)
  const before = new TextDecoder().decode(await ctx.blobs.get(file?.sha256 ?? ''))
  return keepOwnSections(before, text)
}

/** Keeps the new texts as blobs. @throws invalid, by field, for files that nobody edits and for what changes nothing */
async function storeChanges(
  ctx: ServiceContext,
  tx: Tx,
  { files }: Manifest,
  changes: Changes,
): Promise<RevisionChanges> {
  const listed = files.map(({ path }) => path)
  const fields: Record<string, string[]> = {}
  const kept: RevisionChanges = {}
  for (const { path, content } of changes) {
    const objection = path in kept ? `${path} is named twice.` : fileObjection(path, listed)
    const text = objection === null ? await textToKeep(ctx, files, path, content) : null
    if (text === null) fields[path] = [...(fields[path] ?? []), objection ?? OWN_SECTIONS_KEPT]
    else kept[path] = await ctx.blobs.put(new TextEncoder().encode(text))
  }
  const [first] = Object.values(fields).flat()
  if (first !== undefined) throw invalid(first, { fields })
  const changed = Object.fromEntries(
    Object.entries(kept).filter(
      ([path, { sha256 }]) => files.find((one) => one.path === path)?.sha256 !== sha256,
    ),
  )
  if (Object.keys(changed).length === 0)
    throw invalid('Nothing differs from the version that you edited, so there is nothing to save.')
  await tx.blob.createMany({
    data: Object.values(changed).map(({ sha256, bytes }) => ({ sha256, bytes: BigInt(bytes) })),
    skipDuplicates: true,
  })
  return changed
}
