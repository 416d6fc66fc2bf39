import { z } from 'zod'
import { SeedFile, type SeedView } from '#lib/contracts/seeds.ts'
import type { Direction, Metric, Modality, TaskType } from '#lib/domain/vocabulary.ts'

export const SEED_SELECT = {
  id: true,
  slug: true,
  title: true,
  modality: true,
  taskType: true,
  metric: true,
  direction: true,
  contentHash: true,
  source: true,
  licence: true,
  bundled: true,
  uploadedBy: true,
  createdAt: true,
  archivedAt: true,
  files: true,
} as const

type SeedRow = Omit<
  SeedView,
  'status' | 'createdAt' | 'bytes' | 'files' | 'modality' | 'taskType' | 'metric' | 'direction'
> & {
  modality: string
  taskType: string
  metric: string
  direction: string
  createdAt: Date
  archivedAt: Date | null
  files: unknown
}

/** A seed by its id or its slug. */
export const whereSeed = (id: string) => (z.uuid().safeParse(id).success ? { id } : { slug: id })

export const storedFiles = (json: unknown): SeedFile[] => z.array(SeedFile).parse(json)

/** Words of the closed lists are checked when a seed is read; rows hold nothing else. */
export function toSeedView({ archivedAt, ...row }: SeedRow, nameOf: (id: string) => string): SeedView {
  const files = storedFiles(row.files)
  return {
    ...row,
    status: archivedAt === null ? 'ready' : 'archived',
    modality: row.modality as Modality,
    taskType: row.taskType as TaskType,
    metric: row.metric as Metric,
    direction: row.direction as Direction,
    uploadedBy: nameOf(row.uploadedBy),
    createdAt: row.createdAt.toISOString(),
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    files: files.length,
  }
}
