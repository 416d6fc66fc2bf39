import { type SEED_UPLOAD_STATUSES, SeedUploadReport, type SeedUploadView } from '#lib/contracts/seeds.ts'

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
  status: string
  error: string | null
  report: unknown
  createdAt: Date
  finishedAt: Date | null
}

export function toUploadView(row: UploadRow): SeedUploadView {
  const report = SeedUploadReport.safeParse(row.report)
  return {
    ...row,
    status: row.status as (typeof SEED_UPLOAD_STATUSES)[number],
    report: report.success ? report.data : null,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  }
}
