import { z } from 'zod'
import { ResultsImportReport, type ResultsImportView } from '#lib/contracts/results.ts'
import { stored } from '#lib/domain/parse.ts'
import type { ImportStatus } from '#lib/domain/training.ts'

/** What the uploader said of a results file; stored with the upload, read again by the worker. */
export const ResultsImportOptions = z.object({
  systemId: z.uuid(),
  experiment: z.string().nullable().default(null),
})

export const IMPORT_SELECT = {
  id: true,
  filename: true,
  options: true,
  status: true,
  error: true,
  report: true,
  createdAt: true,
  finishedAt: true,
} as const

type ImportRow = {
  id: string
  filename: string
  options: unknown
  status: ImportStatus
  error: string | null
  report: unknown
  createdAt: Date
  finishedAt: Date | null
}

export function toImportView({ options, report, ...row }: ImportRow): ResultsImportView {
  return {
    ...row,
    systemId: stored(ResultsImportOptions, options, `options of import ${row.id}`).systemId,
    status: row.status,
    report: report === null ? null : stored(ResultsImportReport, report, `report of import ${row.id}`),
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  }
}
