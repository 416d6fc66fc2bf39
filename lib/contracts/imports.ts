import { z } from 'zod'
import type { Endpoints } from '#lib/contracts/endpoint.ts'
import { CursorQuery, Next, Time } from '#lib/contracts/paging.ts'
import { LOG_FORMATS } from '#lib/domain/log-formats.ts'
import { Line } from '#lib/domain/text.ts'
import { IMPORT_STATUSES } from '#lib/domain/training.ts'

/** What is wrong, where (a line, a record, a column) and what helps. */
export const ImportNote = z.object({
  file: z.string(),
  where: z.string().nullable(),
  message: z.string(),
  next: z.string(),
})
export type ImportNote = z.infer<typeof ImportNote>

/** One run that a file held. */
export const ImportedRun = z.object({
  id: z.uuid(),
  name: z.string(),
  format: z.enum(LOG_FORMATS),
  metrics: z.int(),
  /** Points of the file. */
  points: z.int(),
  /** Points that were not here before; the rest is already present. */
  stored: z.int(),
  /** Stretches between resumes. */
  segments: z.int(),
  /** The run was here: this file continues it. */
  resumed: z.boolean(),
})
export type ImportedRun = z.infer<typeof ImportedRun>

/** What reading an upload of training logs gave; stored with it. */
export const TrainingImportReport = z.object({
  v: z.literal(1),
  files: z.array(
    z.object({
      file: z.string(),
      format: z.enum(LOG_FORMATS),
      runs: z.int(),
      points: z.int(),
    }),
  ),
  runs: z.array(ImportedRun),
  refused: z.array(ImportNote),
  warnings: z.array(ImportNote),
})
export type TrainingImportReport = z.infer<typeof TrainingImportReport>

export const TrainingImportView = z.object({
  id: z.uuid(),
  filename: z.string(),
  experiment: z.string(),
  status: z.enum(IMPORT_STATUSES),
  error: z.string().nullable(),
  report: TrainingImportReport.nullable(),
  uploadedBy: z.string(),
  uploadedByName: z.string(),
  createdAt: Time,
  finishedAt: Time.nullable(),
})
export type TrainingImportView = z.infer<typeof TrainingImportView>

/** Answer to an upload. `present`: the same file was sent into the same experiment before; that import is shown. */
export const StagedTrainingImport = TrainingImportView.extend({ present: z.boolean() })
export type StagedTrainingImport = z.infer<typeof StagedTrainingImport>

export const ListTrainingImportsQuery = CursorQuery
export const TrainingImportList = z.object({ imports: z.array(TrainingImportView), next: Next })
export type TrainingImportList = z.infer<typeof TrainingImportList>

/** Experiment of files that name none. */
export const DEFAULT_EXPERIMENT = 'imported'
const Name = Line.trim().min(1).max(250)

/** Query of `POST /api/v1/training/imports`; the body is the file itself. */
export const UploadTrainingQuery = z.object({
  /** Name of a file, or a path inside a folder of logs. */
  filename: Line.min(1).max(300),
  experiment: Name.default(DEFAULT_EXPERIMENT),
  /** Of the run, where the file holds one; what the file says, or its name, where it is missing. */
  name: Name.optional(),
  /** Pack that was trained on. */
  packId: z.uuid().optional(),
  /** Column that is x, where it is not called a step: any that only rises. */
  x: Name.optional(),
})

/** Uploads of training logs. */
export const IMPORTS = {
  list: {
    method: 'GET',
    path: '/api/v1/training/imports',
    summary: 'Uploads of training logs with their reports, newest first',
    right: 'training.read',
    query: ListTrainingImportsQuery,
    response: TrainingImportList,
  },
  upload: {
    method: 'POST',
    path: '/api/v1/training/imports',
    summary: 'Upload a file of training logs, or a zip of many; the body is the file',
    right: 'training.import',
    query: UploadTrainingQuery,
    body: 'file',
    response: StagedTrainingImport,
    status: 202,
  },
  get: {
    method: 'GET',
    path: '/api/v1/training/imports/{id}',
    summary: 'State and report of an upload of training logs',
    right: 'training.read',
    response: TrainingImportView,
  },
} as const satisfies Endpoints
