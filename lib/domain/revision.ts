import { z } from 'zod'
import { roleOfFile } from '#lib/domain/editable.ts'
import type { VersionStatus } from '#lib/domain/version.ts'

/** A request to save the next version: waiting, at work, made, or given up (`error` says why). */
export const REVISION_STATUSES = ['queued', 'running', 'finished', 'failed'] as const
export type RevisionStatus = (typeof REVISION_STATUSES)[number]

/** Over these a person may save the next version: whatever is judged, and nothing that is being judged. */
export const REVISABLE_STATUSES = [
  'verified',
  'rejected',
  'changes-requested',
  'approved',
] as const satisfies readonly VersionStatus[]

/** Changed files by path, as stored blobs. */
export const RevisionChanges = z.record(z.string(), z.object({ sha256: z.string(), bytes: z.int() }))
export type RevisionChanges = z.infer<typeof RevisionChanges>

export type RevisedVersion = { status: string; number: number; newest: number }

/** Why nobody may save a version over this one now; null where the way is free. */
export function revisionObjection({ status, number, newest }: RevisedVersion): string | null {
  if (number < newest) return `Version ${newest} is newer: edit that one.`
  if (REVISABLE_STATUSES.some((one) => one === status)) return null
  if (status === 'in-review') return 'This version is in review. Wait for the verdict, then edit it.'
  if (status === 'retired') return 'This version is retired.'
  return `This version is ${status === 'draft' ? 'not verified yet' : 'being verified'}. Wait for its end, then edit it.`
}

/** Why a file cannot be changed by hand; null for one that can. */
export function fileObjection(path: string, listed: readonly string[]): string | null {
  if (!listed.includes(path))
    return `${path} is not a file of this version. Only files that it has can be changed.`
  const role = roleOfFile(path)
  if (role !== null && path !== 'spec.json') return null
  if (path.endsWith('.csv') || path.startsWith('agent/'))
    return `${path} is written by judge/generate.py: change the program, and the data is made again.`
  return `${path} is written by the installation and cannot be changed by hand.`
}
