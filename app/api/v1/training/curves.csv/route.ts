import { toCsv } from '#components/patterns/csv.ts'
import { handle } from '#lib/http/route.ts'
import { streamOf } from '#lib/http/stream-of.ts'
import { type CurvePoint, exportCurves } from '#lib/services/training/export-curves.ts'

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
export const GET = handle(async (ctx, request) => {
  const input = Object.fromEntries(new URL(request.url).searchParams)
  const batches = await exportCurves({ ctx, input })
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
