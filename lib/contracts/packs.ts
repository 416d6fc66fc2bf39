import { z } from 'zod'
import type { Endpoints } from '#lib/contracts/endpoint.ts'
import { CursorQuery, Next, Permission, Sha256, Time } from '#lib/contracts/paging.ts'
import { Slug } from '#lib/domain/artefacts/names.ts'
import { CONTRACT_KINDS } from '#lib/domain/artefacts/task.ts'
import { Line, Prose } from '#lib/domain/text.ts'
import { PACK_LAYOUTS, PACK_STATUSES, SPLITS } from '#lib/domain/version.ts'
import { METRICS, MODALITIES } from '#lib/domain/vocabulary.ts'

export const RequestPackInput = z.strictObject({
  slug: Slug,
  title: Line.trim().min(3).max(80),
  layout: z.enum(PACK_LAYOUTS).default('sandmle-task'),
  /** Approved versions; empty means the whole catalogue. */
  versionIds: z.array(z.uuid()).max(5000).default([]),
  /** Take versions that an advisory of a defect or a leak marks; recorded in the audit. */
  allowAdvisories: z.boolean().default(false),
})
export type RequestPackInput = z.input<typeof RequestPackInput>

export const PackView = z.object({
  id: z.uuid(),
  slug: z.string(),
  version: z.int(),
  title: z.string(),
  layout: z.enum(PACK_LAYOUTS),
  status: z.enum(PACK_STATUSES),
  sha256: Sha256.nullable(),
  bytes: z.int().nullable(),
  /** Why it failed, or why it was withdrawn. */
  error: z.string().nullable(),
  environments: z.int(),
  train: z.int(),
  validation: z.int(),
  createdBy: z.string(),
  createdByName: z.string(),
  createdAt: Time,
  finishedAt: Time.nullable(),
})
export type PackView = z.infer<typeof PackView>
export const PackEntryView = z.object({
  versionId: z.uuid(),
  environmentId: z.uuid(),
  slug: z.string(),
  title: z.string(),
  version: z.int(),
  contentHash: Sha256,
  modality: z.enum(MODALITIES),
  metric: z.enum(METRICS),
  split: z.enum(SPLITS),
  /** What agents are told while they work in it. */
  feedback: z.enum(CONTRACT_KINDS),
})
export const PackDetail = PackView.extend({
  entries: z.array(PackEntryView),
  can: z.object({ download: Permission, withdraw: Permission }),
})
export type PackDetail = z.infer<typeof PackDetail>
export const ListPacksQuery = CursorQuery
export const PackList = z.object({
  packs: z.array(PackView),
  next: Next,
  /** Approved environments that a new pack could take. */
  catalogue: z.int(),
})
export type PackList = z.infer<typeof PackList>
export const PackParams = z.object({ id: z.uuid() })
/** A withdrawn pack is not downloaded any more; who has it can still verify it. */
export const WithdrawPackInput = PackParams.extend({ reason: Prose.trim().min(3).max(500) })

/** Packs. */
export const PACKS = {
  list: {
    method: 'GET',
    path: '/api/v1/packs',
    summary: 'Packs, newest first',
    right: 'pack.read',
    query: ListPacksQuery,
    response: PackList,
  },
  request: {
    method: 'POST',
    path: '/api/v1/packs',
    summary: 'Request the next version of a pack',
    right: 'pack.request',
    body: RequestPackInput,
    response: PackView,
    status: 201,
  },
  get: {
    method: 'GET',
    path: '/api/v1/packs/{id}',
    summary: 'A pack with its entries',
    right: 'pack.read',
    response: PackDetail,
  },
  withdraw: {
    method: 'POST',
    path: '/api/v1/packs/{id}/withdraw',
    summary: 'Withdraw a ready pack, for a reason',
    right: 'pack.withdraw',
    body: WithdrawPackInput.omit({ id: true }),
    response: PackView,
  },
  download: {
    method: 'GET',
    path: '/api/v1/packs/{id}/download',
    summary: 'The zip file of a ready pack',
    right: 'pack.download',
    response: 'application/zip',
  },
} as const satisfies Endpoints
