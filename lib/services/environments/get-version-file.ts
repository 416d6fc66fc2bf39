import { z } from 'zod'
import type { FileView } from '#lib/contracts/environments.ts'
import type { ManifestFile } from '#lib/domain/artefacts/manifest.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { findVersion, VersionRef } from '#lib/services/environments/find-version.ts'
import { visibleFile } from '#lib/services/environments/visible-files.ts'
import { readStart, SHOWN_BYTES } from '#lib/services/read-start.ts'

const Path = z.object({ path: z.string().min(1).max(200) })

const LANGUAGES: Record<string, FileView['language']> = {
  py: 'python',
  csv: 'csv',
  json: 'json',
  md: 'markdown',
  txt: 'text',
}

/** Finds a file of the caller's view; the bytes are `blobs.stream(file.sha256)`. */
export async function openVersionFile({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: VersionRef & { path: string }
}): Promise<ManifestFile> {
  requireCapability(ctx, 'environment.read')
  const { path } = parseInput(Path, input)
  const id = await findVersion(ctx.db, parseInput(VersionRef, input))
  const version = await ctx.db.version.findUniqueOrThrow({
    where: { id },
    select: { id: true, manifest: true },
  })
  return visibleFile(ctx.actor, version, path)
}

/** One file with its text, for the viewer. */
export async function getVersionFile({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: VersionRef & { path: string }
}): Promise<FileView> {
  const file = await openVersionFile({ ctx, input })
  const language = LANGUAGES[file.path.split('.').at(-1) ?? ''] ?? 'binary'
  if (language === 'binary') return { ...file, language, text: null, truncated: false }
  const text = await readStart(ctx.blobs, file.sha256)
  return { ...file, language, text, truncated: file.bytes > SHOWN_BYTES }
}
