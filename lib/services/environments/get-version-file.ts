import { z } from 'zod'
import type { FileView } from '#lib/contracts/environments.ts'
import type { ManifestFile } from '#lib/domain/artefacts/manifest.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { findVersion, VersionRef } from '#lib/services/environments/find-version.ts'
import { visibleFile } from '#lib/services/environments/visible-files.ts'

const Path = z.object({ path: z.string().min(1).max(200) })
const MAX_TEXT_BYTES = 2 ** 20

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
  const { path } = Path.parse(input)
  const id = await findVersion(ctx.db, VersionRef.parse(input))
  const { manifest } = await ctx.db.version.findUniqueOrThrow({ where: { id }, select: { manifest: true } })
  return visibleFile(ctx.actor, manifest, path)
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
  const bytes = await ctx.blobs.get(file.sha256)
  const text = new TextDecoder().decode(bytes.subarray(0, MAX_TEXT_BYTES))
  return { ...file, language, text, truncated: bytes.length > MAX_TEXT_BYTES }
}
