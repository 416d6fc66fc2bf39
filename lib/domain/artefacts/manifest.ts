import { z } from 'zod'

/** A path inside a task folder: relative, POSIX, no dot segments, at most five levels. */
export const TaskPath = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*){0,4}$/)

export const ManifestFile = z.strictObject({
  path: TaskPath,
  view: z.enum(['agent', 'judge', 'meta']),
  bytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type ManifestFile = z.infer<typeof ManifestFile>

/** `MANIFEST.json`: every file of the task, sorted by path. The content hash is the sha256 of this file's bytes. */
export const Manifest = z.strictObject({
  format: z.literal('sandmle-manifest/1'),
  files: z.array(ManifestFile).min(1).max(4000),
})
export type Manifest = z.infer<typeof Manifest>
