import { basename } from 'node:path'
import type { Client } from '#cli/client.ts'
import type { Call, Command } from '#cli/command.ts'
import { CommandFailure, EXIT, type ExitCode, usageFailure } from '#cli/failure.ts'
import { follow } from '#cli/follow.ts'
import { choiceOption, inputFile, integerOption } from '#cli/input-file.ts'
import { plain, table } from '#cli/table.ts'
import { addressOf } from '#lib/contracts/endpoint.ts'
import {
  type CreateSystemInput,
  RESULTS,
  type ResultsImportView,
  type SystemResults,
} from '#lib/contracts/results.ts'
import { UPLOAD_MAX_BYTES } from '#lib/contracts/seeds.ts'
import { BENCHMARKS, type Benchmark, FEEDBACK_KINDS, METHODS } from '#lib/domain/results.ts'

const READING_LIMIT_MS = 10 * 60_000

/** Of systems over packs those of one pack; without it, those of the pack of the newest system. */
async function systemsOf(
  client: Client,
  benchmark: Benchmark,
  pack?: string,
  archived = false,
): Promise<SystemResults[]> {
  const query = {
    benchmark,
    ...(pack === undefined ? {} : { pack }),
    ...(archived ? { archived: 'true' } : {}),
  }
  return (await client.call(RESULTS.list, query)).systems
}

/** What the options say of a system that is not described yet. */
function described(call: Call, name: string, benchmark: Benchmark): CreateSystemInput {
  const [model, method] = [call.text('model'), choiceOption(call, 'method', METHODS)]
  const scaffold = call.text('scaffold')
  if (model === undefined || method === undefined || scaffold === undefined)
    throw usageFailure(
      `There is no system "${name}" of ${benchmark} yet; a new one needs --model, --method and --scaffold.`,
      '--system',
      'sandmle results list shows the systems that exist.',
    )
  const hours = call.text('hours')
  if (hours !== undefined && !(Number(hours) >= 0))
    throw usageFailure(`"${hours}" is not a number.`, '--hours')
  return {
    name,
    benchmark,
    model,
    method,
    scaffold,
    hardware: call.text('hardware') ?? null,
    hours: hours === undefined ? null : Number(hours),
    gradings: integerOption(call, 'gradings', 0, 1_000_000) ?? null,
    feedback: choiceOption(call, 'feedback', FEEDBACK_KINDS) ?? 'unknown',
    leakageNoted: call.flag('leakage-noted'),
    note: call.text('note') ?? '',
    trainingRunId: call.text('run') ?? null,
    packId: call.text('pack') ?? null,
    splitPackId: call.text('evaluated-on') ?? null,
  }
}

/** The system of that name, described by the options where there is none yet. */
async function systemFor(
  call: Call,
  client: Client,
  name: string,
  benchmark: Benchmark,
): Promise<{ id: string; isNew: boolean }> {
  const known = (await systemsOf(client, benchmark, call.text('evaluated-on'))).find(
    ({ system }) => system.name === name,
  )
  if (known !== undefined) return { id: known.system.id, isNew: false }
  const input = described(call, name, benchmark)
  return { id: (await client.call(RESULTS.create, input)).id, isNew: true }
}

async function importResults(call: Call): Promise<ExitCode> {
  const [file = ''] = call.args
  const name = call.text('system') ?? ''
  const benchmark = choiceOption(call, 'benchmark', BENCHMARKS) ?? 'mle-bench-lite'
  const bytes = await inputFile(call, file, UPLOAD_MAX_BYTES)
  if (bytes.length === 0) throw new CommandFailure('The file is empty.', file, 'Name a report or a zip.')
  const client = await call.client()
  const system = await systemFor(call, client, name, benchmark)
  const asked = { filename: basename(file), systemId: system.id, experiment: call.text('experiment') }
  const body = { bytes, type: 'application/octet-stream' }
  const { id } = await client.upload(RESULTS.upload, asked, body)
  const upload = await follow(
    () => client.call(RESULTS.getUpload, { id }),
    ({ status }) => status === 'read' || status === 'failed',
    { what: 'Reading the results', where: addressOf(RESULTS.getUpload, { id }), limitMs: READING_LIMIT_MS },
  )
  const isEmpty = system.isNew && (upload.report?.reports.length ?? 0) === 0
  call.print(upload, () => [describe(upload), ...(isEmpty ? [emptyWords(name)] : [])].join('\n'))
  return upload.status === 'read' && upload.report?.refused.length === 0 ? EXIT.ok : EXIT.finding
}

/** The description stays, so that the next try needs the name alone. */
const emptyWords = (name: string): string =>
  `note      "${plain(name)}" is described now and has no results: import again with --system "${plain(name)}", or take it off the board with sandmle results archive "${plain(name)}"`

function describe({ filename, error, report }: ResultsImportView): string {
  if (report === null) return `${plain(filename)} was not read: ${plain(error)}`
  return [
    ...(error === null ? [] : [plain(error)]),
    ...report.reports.map(
      (one) => `${one.repeated ? 'present ' : 'imported'}  ${plain(one.filename)}  ${one.results} results`,
    ),
    ...report.refused.map((one) => `refused   ${plain(one.file)}: ${plain(one.message)}`),
    ...report.warnings.map((one) => `warning   ${plain(one.file)}: ${plain(one.message)}`),
  ].join('\n')
}

type Shown = 'any-medal' | 'valid' | 'human-rank'
const figure = (row: SystemResults, measure: Shown): string => {
  const estimate = row.aggregate.measures?.[measure]
  return estimate === undefined
    ? '-'
    : `${estimate.mean.toFixed(2)}${estimate.sem === null ? '' : ` ± ${estimate.sem.toFixed(2)}`}`
}

/** A flat row for scripts: plain numbers, and null where nothing is measured. */
const flat = ({ system, aggregate }: SystemResults) => ({
  id: system.id,
  slug: system.name,
  status: aggregate.measures === null ? 'incomplete' : 'complete',
  benchmark: system.benchmark,
  model: system.model,
  method: system.method,
  scaffold: system.scaffold,
  feedback: system.feedback,
  seeds: aggregate.seeds,
  anyMedal: aggregate.measures?.['any-medal'].mean ?? null,
  anyMedalSem: aggregate.measures?.['any-medal'].sem ?? null,
  valid: aggregate.measures?.valid.mean ?? null,
  humanRank: system.benchmark === 'mle-dojo' ? (aggregate.measures?.['human-rank'].mean ?? null) : null,
})

/** Contracts one after the other, best first in each: a rank across contracts would say nothing. */
const byContract = (systems: readonly SystemResults[]): SystemResults[] =>
  FEEDBACK_KINDS.flatMap((kind) => systems.filter(({ system }) => system.feedback === kind))

async function changeArchived(call: Call, archived: boolean): Promise<ExitCode> {
  const [name = ''] = call.args
  const benchmark = choiceOption(call, 'benchmark', BENCHMARKS) ?? 'mle-bench-lite'
  const client = await call.client()
  const pack = call.text('evaluated-on')
  const known = (await systemsOf(client, benchmark, pack, !archived)).find(
    ({ system }) => system.name === name,
  )
  if (known === undefined)
    throw new CommandFailure(
      `There is no ${archived ? '' : 'archived '}system "${plain(name)}" of ${benchmark}.`,
      name,
      'sandmle results list shows the systems.',
    )
  const system = await client.call(RESULTS.update, { id: known.system.id, archived })
  call.print(system, () => `${plain(system.name)} is ${archived ? 'archived' : 'on the board'}`)
  return EXIT.ok
}

async function listSystems(call: Call): Promise<ExitCode> {
  const benchmark = choiceOption(call, 'benchmark', BENCHMARKS) ?? 'mle-bench-lite'
  const pack = call.text('evaluated-on')
  const systems = await systemsOf(await call.client(), benchmark, pack, call.flag('archived'))
  const medal = benchmark === 'mle-dojo' ? 'humanRank' : 'anyMedal'
  const columns = ['slug', 'model', 'method', 'scaffold', 'feedback', 'seeds', medal, 'valid'] as const
  call.print(systems.map(flat), () =>
    table(
      byContract(systems).map((row) => ({
        ...flat(row),
        anyMedal: figure(row, 'any-medal'),
        humanRank: figure(row, 'human-rank'),
        valid: figure(row, 'valid'),
      })),
      columns,
      noSystems(benchmark),
    ),
  )
  return EXIT.ok
}
/** Others may have some: a list of one benchmark says nothing of them. */
const noSystems = (benchmark: Benchmark): string =>
  `No systems of ${benchmark} yet; --benchmark ${BENCHMARKS.filter((one) => one !== benchmark).join('|')} lists others. sandmle results import FILE --system NAME --benchmark ${benchmark} --model MODEL --method base --scaffold AIDE makes one.`

const OF_BOARD = {
  benchmark: { type: 'string', value: BENCHMARKS.join('|') },
  'evaluated-on': { type: 'string', value: 'PACK_ID' },
} as const

export const resultsCommands: readonly Command[] = [
  {
    words: ['results', 'import'],
    args: ['FILE'],
    options: {
      system: { type: 'string', value: 'NAME', required: true },
      benchmark: { type: 'string', value: BENCHMARKS.join('|') },
      model: { type: 'string', value: 'MODEL' },
      method: { type: 'string', value: METHODS.join('|') },
      scaffold: { type: 'string', value: 'ReAct|AIDE|AIRA|MLE-Agent|TEXT' },
      hardware: { type: 'string', value: 'TEXT' },
      hours: { type: 'string', value: 'N' },
      gradings: { type: 'string', value: 'N' },
      feedback: { type: 'string', value: FEEDBACK_KINDS.join('|') },
      'leakage-noted': { type: 'boolean' },
      note: { type: 'string', value: 'TEXT' },
      run: { type: 'string', value: 'TRAINING_RUN_ID' },
      pack: { type: 'string', value: 'PACK_ID' },
      'evaluated-on': { type: 'string', value: 'PACK_ID' },
      experiment: { type: 'string', value: 'ID' },
    },
    summary:
      'Imports a grading report, or a zip of a run group, for a system; a new system is described by the options.',
    run: importResults,
  },
  {
    words: ['results', 'archive'],
    args: ['NAME'],
    options: OF_BOARD,
    summary: 'Puts a system away: it leaves the board and keeps its reports and decisions.',
    run: (call) => changeArchived(call, true),
  },
  {
    words: ['results', 'restore'],
    args: ['NAME'],
    options: OF_BOARD,
    summary: 'Takes an archived system back onto the board.',
    run: (call) => changeArchived(call, false),
  },
  {
    words: ['results', 'list'],
    args: [],
    options: { ...OF_BOARD, archived: { type: 'boolean' } },
    summary: 'Systems of a benchmark with mean and standard error.',
    run: listSystems,
  },
]
