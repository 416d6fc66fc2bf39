import { type ClaimOf, leaseOf } from '#workers/leases/lease.ts'

/** An upload under a lease; `options` are what the uploader said of the file, and each target parses its own. */
export const IMPORT_UPLOAD = leaseOf({
  kind: 'importUpload',
  columns: ['target', 'blob', 'filename', 'options'],
})
export type ClaimedImport = ClaimOf<typeof IMPORT_UPLOAD>
