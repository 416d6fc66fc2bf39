import { z } from 'zod'
import { SeedFile, type SeedView } from '#lib/contracts/seeds.ts'
import { Dna } from '#lib/domain/artefacts/dna.ts'
import { openFields } from '#lib/domain/artefacts/told-dna.ts'
import { stored } from '#lib/domain/parse.ts'
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
  dna: true,
} as const

type SeedRow = Omit<
  SeedView,
  'status' | 'open' | 'createdAt' | 'bytes' | 'files' | 'modality' | 'taskType' | 'metric' | 'direction'
> & {
  modality: Modality
  taskType: TaskType
  metric: Metric
  direction: Direction
  createdAt: Date
  archivedAt: Date | null
  files: unknown
  dna: unknown
}

/** A seed by its id or its slug. */
export const whereSeed = (id: string) => (z.uuid().safeParse(id).success ? { id } : { slug: id })

export const storedFiles = ({ id, files }: { id: string; files: unknown }): SeedFile[] =>
  stored(z.array(SeedFile), files, `files of seed ${id}`)

/** What nothing tells of a seed without data; null for one that was measured. */
function openOf(json: unknown): SeedView['open'] {
  const dna = Dna.safeParse(json)
  return dna.data?.told === undefined ? null : openFields(dna.data)
}

/** Words of the closed lists are checked when a seed is read; rows hold nothing else. */
export function toSeedView({ archivedAt, dna, ...row }: SeedRow, nameOf: (id: string) => string): SeedView {
  const files = storedFiles(row)
  return {
    ...row,
    status: archivedAt === null ? 'ready' : 'archived',
    open: openOf(dna),
    modality: row.modality,
    taskType: row.taskType,
    metric: row.metric,
    direction: row.direction,
    uploadedBy: nameOf(row.uploadedBy),
    createdAt: row.createdAt.toISOString(),
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    files: files.length,
  }
}
