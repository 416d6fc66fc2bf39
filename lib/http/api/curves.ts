import { TRAINING, TrainingRunParams } from '#lib/contracts/curves.ts'
import { toCsv } from '#lib/domain/csv.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { attachmentOf } from '#lib/http/attachment-of.ts'
import { bind, parsing } from '#lib/http/bind.ts'
import { handle, toJson } from '#lib/http/route.ts'
import { streamOf } from '#lib/http/stream-of.ts'
import { openArtefact } from '#lib/services/mlflow/open-artefact.ts'
import { editExperiment } from '#lib/services/training/edit-experiment.ts'
import { editTrainingRun } from '#lib/services/training/edit-training-run.ts'
import { type CurvePoint, exportCurves } from '#lib/services/training/export-curves.ts'
import { getTrainingRun } from '#lib/services/training/get-training-run.ts'
import { listTrainingFiles } from '#lib/services/training/list-training-files.ts'
import { listTrainingRuns } from '#lib/services/training/list-training-runs.ts'
import { curvesTag, queryCurves } from '#lib/services/training/query-curves.ts'

/** The bytes of a file that a trainer logged, for people; trainers read it by MLflow's own route. */
const file = handle(async (ctx, _request, params) => {
  const { id } = parseInput(TrainingRunParams, params)
  const path = Array.isArray(params.path) ? params.path.join('/') : (params.path ?? '')
  return attachmentOf(ctx, await openArtefact({ ctx, path: `${id}/artifacts/${path}` }))
})

const tagOf = parsing(TRAINING.curves, curvesTag)
const draw = parsing(TRAINING.curves, queryCurves)
const exportAll = parsing(TRAINING.curvesCsv, exportCurves)

/**
 * One chart. The tag lets a page that follows a run ask every second: a browser sends it by itself, and without new
 * points the answer is 304 before any point is read. The window is in the query, so that new points never move a zoom.
 */
const chart = handle(async (ctx, request) => {
  const input = Object.fromEntries(new URL(request.url).searchParams)
  const headers = {
    etag: `"${await tagOf({ ctx, input })}"`,
    'cache-control': 'private, no-cache',
    'x-request-id': ctx.requestId,
  }
  if (request.headers.get('if-none-match')?.replace(/^W\//, '') === headers.etag)
    return new Response(null, { status: 304, headers })
  const curves = await draw({ ctx, input })
  return new Response(toJson(curves), { headers: { ...headers, 'content-type': 'application/json' } })
})

const COLUMNS = [
  'runId',
  'run',
  'experiment',
  'metric',
  'step',
  'timeMs',
  'x',
  'value',
  'superseded',
] as const satisfies readonly (keyof CurvePoint)[]

async function* linesOf(batches: AsyncIterable<CurvePoint[]>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  yield encoder.encode(toCsv([COLUMNS]))
  for await (const batch of batches)
    yield encoder.encode(toCsv(batch.map((point) => COLUMNS.map((column) => cellOf(point[column])))))
}

const cellOf = (value: CurvePoint[keyof CurvePoint]) => (typeof value === 'boolean' ? String(value) : value)

/** Every point of a chart's window as it was logged, as a stream of CSV. */
const chartCsv = handle(async (ctx, request) => {
  const input = Object.fromEntries(new URL(request.url).searchParams)
  const batches = await exportAll({ ctx, input })
  return new Response(streamOf(linesOf(batches)), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="curves.csv"',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': ctx.requestId,
    },
  })
})

export const trainingRoutes = bind(TRAINING, {
  list: listTrainingRuns,
  get: getTrainingRun,
  edit: editTrainingRun,
  editExperiment,
  files: listTrainingFiles,
  file: { handler: file },
  curves: { handler: chart },
  curvesCsv: { handler: chartCsv },
})
