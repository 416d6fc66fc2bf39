import { z } from 'zod'
import type { Endpoints } from '#lib/contracts/endpoint.ts'
import { CursorQuery, Next, Sha256, Time } from '#lib/contracts/paging.ts'
import { DNA_FIELDS } from '#lib/domain/artefacts/dna.ts'
import { SeedProfile } from '#lib/domain/artefacts/seed-profile.ts'
import { Line } from '#lib/domain/text.ts'
import { IMPORT_STATUSES } from '#lib/domain/training.ts'
import { DIRECTIONS, METRICS, MODALITIES, TASK_TYPES } from '#lib/domain/vocabulary.ts'

export const SeedFile = z.object({ path: z.string(), bytes: z.int().min(0), sha256: Sha256 })
export type SeedFile = z.infer<typeof SeedFile>

/** Why one folder of an archive did not become a seed: the file at fault and the step that helps. */
export const SeedRefusal = z.object({
  folder: z.string(),
  file: z.string().nullable(),
  reason: z.string(),
  fix: z.string(),
})
export type SeedRefusal = z.infer<typeof SeedRefusal>

/** A refusal as one line, in which its file is named once: most reasons name it. */
export function refusalWords({ folder, file, reason, fix }: SeedRefusal): string {
  const name = folder === '' || folder === '.' ? 'The archive' : folder
  const isNamed = file === null || reason.includes(file.slice(file.lastIndexOf('/') + 1))
  const where = isNamed ? name : file.startsWith(`${folder}/`) ? file : `${folder}/${file}`
  return `${where}: ${reason} ${fix}`
}

/** What reading an archive gave; stored with the upload. */
export const SeedUploadReport = z.object({
  v: z.literal(1),
  imported: z.array(z.object({ seedId: z.uuid(), slug: z.string(), title: z.string() })),
  /** Folders whose content is here already, under the slug named. */
  present: z.array(z.object({ seedId: z.uuid(), slug: z.string(), folder: z.string() })),
  refused: z.array(SeedRefusal),
  warnings: z.array(z.object({ folder: z.string(), message: z.string() })),
})
export type SeedUploadReport = z.infer<typeof SeedUploadReport>

export const SeedUploadView = z.object({
  id: z.uuid(),
  filename: z.string(),
  status: z.enum(IMPORT_STATUSES),
  error: z.string().nullable(),
  report: SeedUploadReport.nullable(),
  createdAt: Time,
  finishedAt: Time.nullable(),
})
export type SeedUploadView = z.infer<typeof SeedUploadView>

export const SEED_STATUSES = ['ready', 'archived'] as const

export const SeedView = z.object({
  id: z.uuid(),
  slug: z.string(),
  title: z.string(),
  status: z.enum(SEED_STATUSES),
  modality: z.enum(MODALITIES),
  taskType: z.enum(TASK_TYPES),
  metric: z.enum(METRICS),
  direction: z.enum(DIRECTIONS),
  contentHash: Sha256,
  source: z.string(),
  licence: z.string(),
  bundled: z.boolean(),
  uploadedBy: z.string(),
  createdAt: Time,
  bytes: z.int(),
  files: z.int(),
  /** Of a seed whose data are not there: the fields of its structure that nothing tells; null where it was measured. */
  open: z.array(z.enum(DNA_FIELDS)).nullable(),
})
export type SeedView = z.infer<typeof SeedView>

export const SeedDetail = SeedView.omit({ files: true }).extend({
  description: z.string(),
  dna: z.record(z.string(), z.unknown()),
  files: z.array(SeedFile),
  candidates: z.int(),
  /** How its training table is filled; null without one, and for seeds that were read before there were profiles. */
  profile: SeedProfile.nullable(),
  /** The last order to measure it again. */
  measurement: SeedUploadView.nullable(),
})
export type SeedDetail = z.infer<typeof SeedDetail>

export const ListSeedsQuery = CursorQuery.extend({
  search: z.string().max(100).optional(),
  modality: z.enum(MODALITIES).optional(),
  /** Those that were put away, in place of the library. */
  archived: z.stringbool().default(false),
})
export const SeedList = z.object({ seeds: z.array(SeedView), next: Next, uploads: z.array(SeedUploadView) })
export type SeedList = z.infer<typeof SeedList>
/** Largest archive that the server takes, packed; known to clients, so that they refuse before they send. */
export const UPLOAD_MAX_BYTES = 256 * 2 ** 20

/** Query of `POST /api/v1/seeds`; the body is the archive itself. */
export const UploadSeedsQuery = z.object({
  filename: Line.min(1).max(200),
  allowEvalOverlap: z.stringbool().default(false),
  bundled: z.stringbool().default(false),
})
export const SeedParams = z.object({ id: z.string().max(80) })
export const RenameSeedBody = z.strictObject({ title: Line.trim().min(3).max(120) })
export const RenameSeedInput = RenameSeedBody.extend(SeedParams.shape)

/** Seeds, their uploads and their format. */
export const SEEDS = {
  list: {
    method: 'GET',
    path: '/api/v1/seeds',
    summary: 'The seed library and own uploads',
    right: 'seed.read',
    query: ListSeedsQuery,
    response: SeedList,
  },
  upload: {
    method: 'POST',
    path: '/api/v1/seeds',
    summary: 'Upload a zip of seed tasks; the body is the archive',
    right: 'seed.import',
    query: UploadSeedsQuery,
    body: 'file',
    response: SeedUploadView,
    status: 202,
  },
  get: {
    method: 'GET',
    path: '/api/v1/seeds/{id}',
    summary: 'One seed by id or slug',
    right: 'seed.read',
    response: SeedDetail,
  },
  rename: {
    method: 'PATCH',
    path: '/api/v1/seeds/{id}',
    summary: 'Give a seed another title; its slug stays',
    right: 'seed.edit',
    body: RenameSeedBody,
    response: SeedView,
  },
  statement: {
    method: 'GET',
    path: '/api/v1/seeds/{id}/statement',
    summary: "The whole statement of a seed, as the uploader's file",
    right: 'seed.read',
    response: 'application/octet-stream',
  },
  file: {
    method: 'GET',
    path: '/api/v1/seeds/{id}/files/{+path}',
    summary: 'One file of a seed, as it was uploaded',
    right: 'seed.read',
    response: 'text/plain',
  },
  archive: {
    method: 'POST',
    path: '/api/v1/seeds/{id}/archive',
    summary: 'Put a seed away: it keeps its files and starts no new run',
    right: 'seed.edit',
    response: SeedView,
  },
  restore: {
    method: 'POST',
    path: '/api/v1/seeds/{id}/restore',
    summary: 'Take an archived seed back into the library',
    right: 'seed.edit',
    response: SeedView,
  },
  measure: {
    method: 'POST',
    path: '/api/v1/seeds/{id}/measure',
    summary: 'Read the files of a seed again; tasks that grew from it keep their DNA',
    right: 'seed.edit',
    response: SeedUploadView,
    status: 202,
  },
  schema: {
    method: 'GET',
    path: '/api/v1/seed-format/schema',
    summary: 'JSON Schema of seed.json',
    right: 'seed.read',
    response: z.record(z.string(), z.unknown()),
  },
  template: {
    method: 'GET',
    path: '/api/v1/seed-format/template',
    summary: 'A zip with one seed folder to start from',
    right: 'seed.read',
    response: 'application/zip',
  },
  getUpload: {
    method: 'GET',
    path: '/api/v1/seeds/uploads/{id}',
    summary: 'State and report of an upload',
    right: 'seed.read',
    response: SeedUploadView,
  },
} as const satisfies Endpoints
