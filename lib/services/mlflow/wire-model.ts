import { MODEL_WIRE, type WireModel } from '#lib/contracts/mlflow-models.ts'
import type { Tx } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import { notFound } from '#lib/domain/errors.ts'
import { stored } from '#lib/domain/parse.ts'
import { StoredTags } from '#lib/services/mlflow/wire-experiment.ts'
import { experimentIdOf } from '#lib/services/mlflow/wire-ids.ts'
import { artifactUriOf } from '#lib/services/mlflow/wire-run.ts'

export const MODEL_SELECT = {
  id: true,
  name: true,
  modelType: true,
  status: true,
  params: true,
  tags: true,
  runId: true,
  createdAt: true,
  updatedAt: true,
  experiment: { select: { id: true, name: true } },
} as const satisfies Prisma.LoggedModelSelect
type Row = Prisma.LoggedModelGetPayload<{ select: typeof MODEL_SELECT }>

const pairsOf = ({ id }: Row, texts: unknown) =>
  Object.entries(stored(StoredTags, texts, `params or tags of logged model ${id}`)).map(([key, value]) => ({
    key,
    value,
  }))

/** A model's files lie among those of its run. */
const filesOf = ({ id, runId }: Row): string =>
  runId === null ? `mlflow-artifacts:/${id}/artifacts` : `${artifactUriOf(runId)}/models/${id}`

export function toWireModel(row: Row): WireModel {
  return {
    info: {
      model_id: row.id,
      experiment_id: experimentIdOf(row.experiment),
      name: row.name,
      creation_timestamp_ms: row.createdAt.getTime(),
      last_updated_timestamp_ms: row.updatedAt.getTime(),
      artifact_uri: filesOf(row),
      status: MODEL_WIRE[row.status],
      model_type: row.modelType,
      source_run_id: row.runId ?? '',
      tags: pairsOf(row, row.tags),
    },
    data: { params: pairsOf(row, row.params) },
  }
}

/** Throws not-found; a deleted model is none. */
export async function readWireModel(tx: Tx, id: string): Promise<WireModel> {
  const row = await tx.loggedModel.findFirst({ where: { id, archivedAt: null }, select: MODEL_SELECT })
  if (row === null) throw notFound('logged model', id)
  return toWireModel(row)
}
