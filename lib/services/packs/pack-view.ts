import type { PackView } from '#lib/contracts/packs.ts'
import type { PackLayout, PackStatus } from '#lib/domain/version.ts'

export const PACK_SELECT = {
  id: true,
  slug: true,
  version: true,
  title: true,
  layout: true,
  status: true,
  blob: true,
  bytes: true,
  error: true,
  createdBy: true,
  createdAt: true,
  finishedAt: true,
  entries: { select: { split: true } },
} as const

export type PackRow = {
  id: string
  slug: string
  version: number
  title: string
  layout: PackLayout
  status: PackStatus
  blob: string | null
  bytes: bigint | null
  error: string | null
  createdBy: string
  createdAt: Date
  finishedAt: Date | null
  entries: { split: string }[]
}

export function toPackView({ entries, blob, ...row }: PackRow, nameOf: (id: string) => string): PackView {
  const validation = entries.filter((entry) => entry.split === 'validation').length
  return {
    ...row,
    layout: row.layout,
    status: row.status,
    sha256: blob,
    bytes: row.bytes === null ? null : Number(row.bytes),
    environments: entries.length,
    train: entries.length - validation,
    validation,
    createdByName: nameOf(row.createdBy),
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  }
}
