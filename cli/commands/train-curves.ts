import type { Call, Command } from '#cli/command.ts'
import { EXIT, type ExitCode, usageFailure } from '#cli/failure.ts'
import { choiceOption } from '#cli/input-file.ts'
import { plain, table } from '#cli/table.ts'
import { SMOOTHINGS, TRAINING, type TrainingRunView } from '#lib/contracts/curves.ts'
import { addressOf } from '#lib/contracts/endpoint.ts'

const toRow = (run: TrainingRunView) => ({
  id: run.id,
  slug: run.name,
  status: run.status,
  experiment: run.experiment,
  group: run.group,
  seed: run.seed,
  source: run.source,
  points: run.points,
  lastStep: run.lastStep,
  rollouts: run.rollouts,
  pack: run.pack === null ? null : `${run.pack.slug}@${run.pack.version}`,
  startedAt: run.startedAt,
})

async function list(call: Call): Promise<ExitCode> {
  const client = await call.client()
  const query = {
    experiment: call.text('experiment'),
    where: call.text('where'),
    search: call.text('search'),
    archived: call.flag('archived') ? 'only' : undefined,
  }
  const { runs, total } = await client.call(
    TRAINING.list,
    Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)),
  )
  if (total > runs.length) call.note(`the newest ${runs.length} of ${total} runs; narrow them by --where`)
  const rows = runs.map(toRow)
  call.print(rows, () =>
    table(
      rows,
      ['id', 'slug', 'status', 'experiment', 'seed', 'points', 'lastStep'],
      'No training run yet. Point an MLflow client at this server, or start sandmle train smoke.',
    ),
  )
  return EXIT.ok
}

function windowOf(call: Call, option: 'from' | 'to'): number | undefined {
  const text = call.text(option)
  if (text === undefined) return undefined
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value))
    throw usageFailure(`"${text}" is not a number.`, `--${option}`)
  return value
}

function queryOf(call: Call) {
  const [runs = ''] = call.args
  return {
    runs,
    metric: call.text('metric') ?? '',
    x: call.text('x'),
    from: windowOf(call, 'from'),
    to: windowOf(call, 'to'),
    smoothing: choiceOption(call, 'smoothing', SMOOTHINGS),
    smooth: call.text('smooth'),
  }
}

async function curves(call: Call): Promise<ExitCode> {
  const client = await call.client()
  const query = queryOf(call)
  if (call.flag('csv')) return printCsv(call, await client.open(addressOf(TRAINING.curvesCsv, query)))
  const drawn = await client.call(TRAINING.curves, query)
  const rows = drawn.lines.flatMap(({ id, label, key, pieces }) =>
    pieces.flatMap(({ x, y, raw }, piece) =>
      x.map((place, at) => ({ id, label, metric: key, piece, x: place, y: y[at], raw: raw?.[at] ?? null })),
    ),
  )
  call.note(`${drawn.shown} of ${drawn.total} points, extremes kept; --csv prints every point`)
  call.print(rows, () =>
    table(rows, ['label', 'x', 'y'], `No run here has the metric ${plain(query.metric)}.`),
  )
  return rows.length === 0 ? EXIT.finding : EXIT.ok
}

/** Whole lines go out as they come in: a chart may have millions of points. */
async function printCsv(call: Call, response: Response): Promise<ExitCode> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const part of response.body ?? []) {
    rest += decoder.decode(part, { stream: true })
    const end = rest.lastIndexOf('\n')
    if (end < 0) continue
    call.around.out(rest.slice(0, end))
    rest = rest.slice(end + 1)
  }
  if (rest !== '') call.around.out(rest)
  return EXIT.ok
}

export const trainCurvesCommands: readonly Command[] = [
  {
    words: ['train', 'list'],
    args: [],
    options: {
      experiment: { type: 'string', value: 'NAME' },
      where: { type: 'string', value: 'KEY=VALUE,...' },
      search: { type: 'string', value: 'TEXT' },
      archived: { type: 'boolean' },
    },
    summary: 'Training runs, newest first, by configuration, tags, experiment or name.',
    run: list,
  },
  {
    words: ['train', 'curves'],
    args: ['RUN[,RUN...]'],
    options: {
      metric: { type: 'string', value: 'KEY', required: true },
      x: { type: 'string', value: 'step|wall|relative|METRIC' },
      from: { type: 'string', value: 'X' },
      to: { type: 'string', value: 'X' },
      smoothing: { type: 'string', value: SMOOTHINGS.join('|') },
      smooth: { type: 'string', value: 'AMOUNT' },
      csv: { type: 'boolean' },
    },
    summary: 'A metric of training runs: sampled as a chart shows it, or every logged point with --csv.',
    run: curves,
  },
]
