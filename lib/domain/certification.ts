import type { VersionStatus } from '#lib/domain/version.ts'

/** A certificate asked for outside a run: waiting, at work, judged, or given up (`failed` says why). */
export const CERTIFICATION_STATUSES = ['queued', 'running', 'finished', 'failed'] as const
export type CertificationStatus = (typeof CERTIFICATION_STATUSES)[number]

/** `not-comparable` and `judge-error` say nothing about the version: it stays what it was. */
export const CERTIFICATION_VERDICTS = ['verified', 'rejected', 'not-comparable', 'judge-error'] as const
export type CertificationVerdict = (typeof CERTIFICATION_VERDICTS)[number]

/**
 * Statuses that a certificate moves, by way of `verifying`. Of every other version the gates are judged all the
 * same, and its status stays: what people decided is not undone by a machine.
 */
export const CERTIFIED_STATUSES = ['draft', 'verified'] as const satisfies readonly VersionStatus[]
export type CertifiedStatus = (typeof CERTIFIED_STATUSES)[number]
export const isMovedByCertificate = (status: VersionStatus): status is CertifiedStatus =>
  (CERTIFIED_STATUSES as readonly VersionStatus[]).includes(status)
