import { SeedUploadReport, type SeedUploadView } from '#lib/contracts/seeds.ts'
import type { ImportStatus } from '#lib/domain/training.ts'

export const UPLOAD_SELECT = {
  id: true,
  filename: true,
  status: true,
  error: true,
  report: true,
  createdAt: true,
  finishedAt: true,
} as const

type UploadRow = {
  id: string
  filename: string
  status: ImportStatus
  error: string | null
  report: unknown
  createdAt: Date
  finishedAt: Date | null
}

export function toUploadView(row: UploadRow): SeedUploadView {
  const report = SeedUploadReport.safeParse(row.report)
  return {
    ...row,
    status: row.status,
    report: report.success ? report.data : null,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  }
}
