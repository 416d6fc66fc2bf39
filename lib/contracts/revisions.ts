import { z } from 'zod'
import type { Endpoints } from '#lib/contracts/endpoint.ts'
import { Sha256, Time } from '#lib/contracts/paging.ts'
import { REVISION_STATUSES } from '#lib/domain/revision.ts'
import { Line, Prose } from '#lib/domain/text.ts'

/** Enough for any program or statement. */
export const MAX_FILE_CHARACTERS = 1_000_000
const MAX_FILES = 40

export const RevisionChange = z.strictObject({
  path: Line.min(1).max(200),
  content: Prose.min(1).max(MAX_FILE_CHARACTERS),
})

/** `POST .../revise`: saves the next version over this one. */
export const ReviseBody = z.strictObject({
  /** The content that was edited; another hash is a conflict. */
  contentHash: Sha256,
  /** What was changed and why: reviewers read it, and it appears in task.json. */
  reason: Prose.trim().min(3).max(2000),
  /** The whole text of each file that changes. */
  changes: z.array(RevisionChange).min(1).max(MAX_FILES),
})
export const ReviseInput = ReviseBody.extend({ versionId: z.uuid() })
export type ReviseInput = z.input<typeof ReviseInput>

/** `PUT .../files/{path}`: the same for one file. */
export const PutFileBody = ReviseBody.omit({ changes: true }).extend({
  content: RevisionChange.shape.content,
})

export const RevisionView = z.object({
  id: z.uuid(),
  /** The version that it is saved over. */
  versionId: z.uuid(),
  status: z.enum(REVISION_STATUSES),
  reason: z.string(),
  files: z.array(z.string()),
  requestedByName: z.string(),
  /** Why no version came from it. */
  error: z.string().nullable(),
  /** The version that it made; a worker verifies that next. */
  result: z.object({ versionId: z.uuid(), number: z.int() }).nullable(),
  createdAt: Time,
  finishedAt: Time.nullable(),
})
export type RevisionView = z.infer<typeof RevisionView>

export const DiffQuery = z.object({
  /** The version to compare with; by default the one that this was saved over, or the one before. */
  against: z.coerce.number().int().min(1).optional(),
})

export const DIFF_LINE_KINDS = ['same', 'removed', 'added'] as const
/** Some lines of a file around a change; numbers as in each of the two files. */
export const DiffHunk = z.object({
  lines: z.array(
    z.object({
      kind: z.enum(DIFF_LINE_KINDS),
      before: z.int().nullable(),
      after: z.int().nullable(),
      text: z.string(),
    }),
  ),
})
export type DiffHunk = z.infer<typeof DiffHunk>

export const FileDiff = z.object({
  path: z.string(),
  view: z.enum(['agent', 'judge', 'meta']),
  change: z.enum(['added', 'removed', 'changed']),
  bytesBefore: z.int(),
  bytesAfter: z.int(),
  /** Null where it is not text, too large to compare, or made by generate.py. */
  hunks: z.array(DiffHunk).nullable(),
})
export type FileDiff = z.infer<typeof FileDiff>

/** What differs between two versions of an environment, file by file, of the caller's view. */
export const VersionDiff = z.object({
  from: z.int(),
  to: z.int(),
  reason: z.string().nullable(),
  files: z.array(FileDiff),
})
export type VersionDiff = z.infer<typeof VersionDiff>

/** Changes of versions. */
export const REVISIONS = {
  putFile: {
    method: 'PUT',
    path: '/api/v1/environments/{id}/versions/{n}/files/{+path}',
    summary: 'Save the next version with this one file changed; several files: revise',
    right: 'environment.revise',
    body: PutFileBody,
    limit: { bytes: 4 * 2 ** 20, values: 100 },
    response: RevisionView,
    status: 202,
  },
  get: {
    method: 'GET',
    path: '/api/v1/environments/{id}/versions/{n}/revise',
    summary: 'The last request to save the next version over this one',
    right: 'environment.read-judge',
    response: RevisionView,
  },
  request: {
    method: 'POST',
    path: '/api/v1/environments/{id}/versions/{n}/revise',
    summary: 'Save the next version over this one: changed files, and why; a worker makes and verifies it',
    right: ['environment.revise', 'environment.read-judge'],
    body: ReviseBody,
    limit: { bytes: 8 * 2 ** 20, values: 1000 },
    response: RevisionView,
    status: 202,
  },
  diff: {
    method: 'GET',
    path: '/api/v1/environments/{id}/versions/{n}/diff',
    summary: 'What differs from an earlier version, file by file',
    right: 'environment.read',
    query: DiffQuery,
    response: VersionDiff,
  },
} as const satisfies Endpoints
