import type { z } from 'zod'
import { diffLines } from '#lib/contracts/diff-lines.ts'
import { DiffQuery, type FileDiff, type VersionDiff } from '#lib/contracts/revisions.ts'
import type { ManifestFile } from '#lib/domain/artefacts/manifest.ts'
import { personOf } from '#lib/domain/capabilities.ts'
import { isGenerated } from '#lib/domain/editable.ts'
import { notFound, precondition } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import type { BlobStore } from '#lib/domain/ports/blob-store.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { findVersion, VersionRef } from '#lib/services/environments/find-version.ts'
import { seesJudge, visibleFiles } from '#lib/services/environments/visible-files.ts'

/** Larger files are named, not compared. */
const MAX_BYTES = 512 * 1024
const isText = (path: string): boolean => /\.(py|md|json|txt)$/.test(path)

/** The newest earlier version that this person judged: what they know of the environment. */
const judgedBefore = (ctx: ServiceContext, to: { environmentId: string; number: number }) =>
  ctx.db.version.findFirst({
    where: {
      environmentId: to.environmentId,
      number: { lt: to.number },
      reviews: { some: { reviewerId: personOf(ctx.actor) } },
    },
    orderBy: { number: 'desc' },
    select: { id: true, number: true, manifest: true },
  })

/**
 * What differs between a version and an earlier one of the same environment, of the caller's view. With `since` the
 * version that the caller judged last, where there is one: whatever was saved in between is new to them.
 */
export async function diffVersions({
  ctx,
  input,
  since = 'parent',
}: {
  ctx: ServiceContext
  input: VersionRef & z.input<typeof DiffQuery>
  since?: 'parent' | 'judged'
}): Promise<VersionDiff> {
  requireCapability(ctx, 'environment.read')
  const { against } = parseInput(DiffQuery, { against: input.against })
  const id = await findVersion(ctx.db, parseInput(VersionRef, input))
  const to = await ctx.db.version.findUniqueOrThrow({
    where: { id },
    select: {
      id: true,
      number: true,
      manifest: true,
      environmentId: true,
      parentId: true,
      madeBy: { select: { reason: true } },
    },
  })
  const parent = to.parentId === null ? { number: to.number - 1 } : { id: to.parentId }
  const judged = since === 'judged' && against === undefined ? await judgedBefore(ctx, to) : null
  const from =
    judged ??
    (await ctx.db.version.findFirst({
      where: {
        environmentId: to.environmentId,
        ...(against === undefined ? parent : { number: against }),
      },
      select: { id: true, number: true, manifest: true },
    }))
  if (from === null && against === undefined)
    throw precondition('This is the first version: there is none to compare it with.')
  if (from === null) throw notFound('version', String(against))
  const [before, after] = [visibleFiles(ctx.actor, from), visibleFiles(ctx.actor, to)]
  return {
    from: from.number,
    to: to.number,
    reason: seesJudge(ctx.actor) ? (to.madeBy?.reason ?? null) : null,
    files: await diffFiles(ctx.blobs, before, after),
  }
}

async function diffFiles(
  blobs: BlobStore,
  before: readonly ManifestFile[],
  after: readonly ManifestFile[],
): Promise<FileDiff[]> {
  const old = new Map(before.map((file) => [file.path, file]))
  const now = new Map(after.map((file) => [file.path, file]))
  const paths = [...new Set([...old.keys(), ...now.keys()])].sort()
  const changed = paths.filter((path) => old.get(path)?.sha256 !== now.get(path)?.sha256)
  return Promise.all(changed.map((path) => diffFile(blobs, path, old.get(path), now.get(path))))
}

async function diffFile(
  blobs: BlobStore,
  path: string,
  before: ManifestFile | undefined,
  after: ManifestFile | undefined,
): Promise<FileDiff> {
  const bytes = { bytesBefore: before?.bytes ?? 0, bytesAfter: after?.bytes ?? 0 }
  const isCompared = isText(path) && !isGenerated(path) && Math.max(...Object.values(bytes)) <= MAX_BYTES
  const textOf = async (file: ManifestFile | undefined) =>
    file === undefined ? '' : new TextDecoder().decode(await blobs.get(file.sha256))
  return {
    path,
    view: (after ?? before)?.view ?? 'meta',
    change: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed',
    ...bytes,
    hunks: isCompared ? diffLines(await textOf(before), await textOf(after)) : null,
  }
}
