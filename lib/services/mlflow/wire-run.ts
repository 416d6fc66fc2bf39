import { wireDouble } from '#lib/contracts/mlflow.ts'
import type { WireDataset, WireMetric, WireRun, WireRunInfo } from '#lib/contracts/mlflow-answers.ts'
import type { Tx } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import { stored } from '#lib/domain/parse.ts'
import { StoredTags } from '#lib/services/mlflow/wire-experiment.ts'
import { experimentIdOf } from '#lib/services/mlflow/wire-ids.ts'
import { NAME_TAG } from '#lib/services/training/store-config.ts'

const RUN_SELECT = {
  id: true,
  name: true,
  status: true,
  userName: true,
  startedAt: true,
  endedAt: true,
  createdAt: true,
  archivedAt: true,
  experiment: { select: { id: true, name: true } },
} as const
type RunRow = {
  id: string
  name: string
  status: string
  userName: string
  startedAt: Date | null
  endedAt: Date | null
  createdAt: Date
  archivedAt: Date | null
  experiment: { id: number; name: string }
}

export const artifactUriOf = (runId: string): string => `mlflow-artifacts:/${runId}/artifacts`

function toInfo(row: RunRow): WireRunInfo {
  return {
    run_id: row.id,
    run_uuid: row.id,
    run_name: row.name,
    experiment_id: experimentIdOf(row.experiment),
    user_id: row.userName,
    status: row.status.toUpperCase() as WireRunInfo['status'],
    start_time: (row.startedAt ?? row.createdAt).getTime(),
    ...(row.endedAt === null ? {} : { end_time: row.endedAt.getTime() }),
    artifact_uri: artifactUriOf(row.id),
    lifecycle_stage: row.archivedAt === null ? 'active' : 'deleted',
  }
}

const SERIES_SELECT = {
  runId: true,
  key: true,
  lastStep: true,
  lastValue: true,
  lastTimeMs: true,
  lastNonFinite: true,
} as const
type SeriesRow = {
  key: string
  lastStep: bigint | null
  lastValue: number | null
  lastTimeMs: bigint | null
  lastNonFinite: string | null
}

const toLatest = (row: SeriesRow): WireMetric => ({
  key: row.key,
  value: wireDouble(row.lastValue ?? Number(row.lastNonFinite ?? 'NaN')) as WireMetric['value'],
  timestamp: Number(row.lastTimeMs ?? 0),
  step: Number(row.lastStep ?? 0),
})

function byRun<T extends { runId: string }>(rows: readonly T[]): (id: string) => readonly T[] {
  const lists = Map.groupBy(rows, ({ runId }) => runId)
  return (id) => lists.get(id) ?? []
}

type DatasetRow = Prisma.TrainingDatasetGetPayload<object>
const toDataset = ({
  runId,
  name,
  digest,
  sourceType,
  source,
  schema,
  profile,
  tags,
}: DatasetRow): WireDataset => ({
  tags: Object.entries(
    stored(StoredTags, tags, `tags of the data set ${digest} of training run ${runId}`),
  ).map(([key, value]) => ({
    key,
    value,
  })),
  dataset: {
    name,
    digest,
    source_type: sourceType,
    source,
    ...(schema === null ? {} : { schema }),
    ...(profile === null ? {} : { profile }),
  },
})

const toPair = ({ key, value }: { key: string; value: string }) => ({ key, value })

/** Runs as MLflow's clients see them, in the order of `ids`; those that do not exist are left out. */
export async function readWireRuns(tx: Tx, ids: readonly string[]): Promise<WireRun[]> {
  const where = { runId: { in: [...ids] } }
  const orderBy = { key: 'asc' } as const
  const pair = { runId: true, key: true, value: true } as const
  const rows = await tx.trainingRun.findMany({ where: { id: { in: [...ids] } }, select: RUN_SELECT })
  const paramsOf = byRun(await tx.trainingParam.findMany({ where, select: pair, orderBy }))
  const tagsOf = byRun(await tx.trainingTag.findMany({ where, select: pair, orderBy }))
  const seriesOf = byRun(await tx.metricSeries.findMany({ where, select: SERIES_SELECT, orderBy }))
  const datasetsOf = byRun(await tx.trainingDataset.findMany({ where, orderBy: { createdAt: 'asc' } }))
  const outputsOf = byRun(await tx.modelOutput.findMany({ where, orderBy: { step: 'asc' } }))
  const runs = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const row = runs.get(id)
    if (row === undefined) return []
    const tags = tagsOf(id).filter(({ key }) => key !== NAME_TAG)
    return [
      {
        info: toInfo(row),
        data: {
          metrics: seriesOf(id)
            .filter(({ lastStep }) => lastStep !== null)
            .map(toLatest),
          params: paramsOf(id).map(toPair),
          tags: [...tags.map(toPair), { key: NAME_TAG, value: row.name }],
        },
        inputs: { dataset_inputs: datasetsOf(id).map(toDataset) },
        outputs: {
          model_outputs: outputsOf(id).map(({ modelId, step }) => ({
            model_id: modelId,
            step: Number(step),
          })),
        },
      },
    ]
  })
}
