import { z } from 'zod'
import type { WireExperiment } from '#lib/contracts/mlflow-answers.ts'
import { stored } from '#lib/domain/parse.ts'
import { DEFAULT_EXPERIMENT, experimentIdOf } from '#lib/services/mlflow/wire-ids.ts'

export const EXPERIMENT_SELECT = {
  id: true,
  name: true,
  tags: true,
  createdAt: true,
  updatedAt: true,
  archivedAt: true,
} as const
type Row = {
  id: number
  name: string
  tags: unknown
  createdAt: Date
  updatedAt: Date
  archivedAt: Date | null
}

export const StoredTags = z.record(z.string(), z.string())

export function toWireExperiment(row: Row): WireExperiment {
  const id = experimentIdOf(row)
  return {
    experiment_id: id,
    name: row.name,
    artifact_location: `mlflow-artifacts:/${id}`,
    lifecycle_stage: row.archivedAt === null ? 'active' : 'deleted',
    creation_time: row.createdAt.getTime(),
    last_update_time: row.updatedAt.getTime(),
    tags: Object.entries(stored(StoredTags, row.tags, `tags of experiment ${row.id}`)).map(
      ([key, value]) => ({ key, value }),
    ),
  }
}

/** Number 0 before the first run: it exists for clients, and in no row. */
export const UNUSED_DEFAULT: WireExperiment = toWireExperiment({
  id: 0,
  name: DEFAULT_EXPERIMENT,
  tags: {},
  createdAt: new Date(0),
  updatedAt: new Date(0),
  archivedAt: null,
})
