import { z } from 'zod'
import { DEFAULT_EXPERIMENT, TrainingImportReport, type TrainingImportView } from '#lib/contracts/imports.ts'
import { stored } from '#lib/domain/parse.ts'
import type { ImportStatus } from '#lib/domain/training.ts'

/** What the uploader said of a file of logs; stored with the upload, read again by the worker. */
export const TrainingImportOptions = z.object({
  experiment: z.string().default(DEFAULT_EXPERIMENT),
  name: z.string().nullable().default(null),
  packId: z.uuid().nullable().default(null),
  /** Column that is x; null: the one that is called a step. */
  x: z.string().nullable().default(null),
})
export type TrainingImportOptions = z.infer<typeof TrainingImportOptions>

export const TRAINING_IMPORT_SELECT = {
  id: true,
  filename: true,
  options: true,
  status: true,
  error: true,
  report: true,
  uploadedBy: true,
  createdAt: true,
  finishedAt: true,
} as const

type Row = {
  id: string
  filename: string
  options: unknown
  status: ImportStatus
  error: string | null
  report: unknown
  uploadedBy: string
  createdAt: Date
  finishedAt: Date | null
}

export function toTrainingImportView(
  { options, report, ...row }: Row,
  nameOf: (id: string) => string,
): TrainingImportView {
  const parsed = TrainingImportReport.safeParse(report)
  return {
    ...row,
    experiment: stored(TrainingImportOptions, options, `options of import ${row.id}`).experiment,
    status: row.status,
    report: parsed.success ? parsed.data : null,
    uploadedByName: nameOf(row.uploadedBy),
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  }
}
