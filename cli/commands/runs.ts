import { CANDIDATE, candidateOf } from '#cli/candidate-of.ts'
import type { Call, Command } from '#cli/command.ts'
import { comparisonText } from '#cli/compare-rows.ts'
import { EXIT, type ExitCode } from '#cli/failure.ts'
import { choiceOption } from '#cli/input-file.ts'
import { lineageText } from '#cli/lineage-text.ts'
import { allRuns, runIdOf, runRow } from '#cli/run-rows.ts'
import { counted, facts, table } from '#cli/table.ts'
import { watchRun } from '#cli/watch-run.ts'
import { COMPARISONS } from '#lib/contracts/compare-runs.ts'
import { LINEAGE } from '#lib/contracts/lineage.ts'
import { RUNS } from '#lib/contracts/runs.ts'
import { STEERING } from '#lib/contracts/steering.ts'
import { RUN_STATUSES } from '#lib/domain/run.ts'

async function list(call: Call): Promise<ExitCode> {
  const status = choiceOption(call, 'status', RUN_STATUSES)
  const rows = (await allRuns(await call.client(), status === undefined ? {} : { status })).map(runRow)
  const columns = [
    'id',
    'name',
    'status',
    'candidates',
    'verified',
    'duplicate',
    'rejected',
    'error',
    'createdAt',
  ] as const
  call.print(rows, () => table(rows, columns, 'No runs yet: sandmle generate --candidates 10'))
  return EXIT.ok
}

async function watch(call: Call): Promise<ExitCode> {
  const client = await call.client()
  const run = await watchRun(client, await runIdOf(client, call.args[0] ?? ''), call.note)
  call.print(runRow(run), () => facts(runRow(run)))
  return run.status === 'succeeded' ? EXIT.ok : EXIT.finding
}

async function runLineage(call: Call): Promise<ExitCode> {
  const client = await call.client()
  const id = await runIdOf(client, call.args[0] ?? '')
  const lineage = await client.call(LINEAGE.ofRun, { id })
  call.print(lineage, () => lineageText(lineage))
  return EXIT.ok
}

async function cancel(call: Call): Promise<ExitCode> {
  const client = await call.client()
  const id = await runIdOf(client, call.args[0] ?? '')
  await client.call(RUNS.cancel, { id })
  const run = await client.call(RUNS.get, { id })
  const row = { ...runRow(run), cancelling: run.cancelling }
  call.print(row, () => `${run.name}: ${run.cancelling ? 'cancelling; running steps end first' : run.status}`)
  return EXIT.ok
}

async function retry(call: Call): Promise<ExitCode> {
  const client = await call.client()
  const id = await runIdOf(client, call.args[0] ?? '')
  const answer = await client.call(RUNS.retry, { id })
  call.print(answer, () => `${counted(answer.requeued, 'candidate')} went back into the queue.`)
  return EXIT.ok
}

async function resume(call: Call): Promise<ExitCode> {
  const client = await call.client()
  const one = call.text('candidate') === undefined ? null : await candidateOf(call)
  const id = one?.runId ?? (await runIdOf(client, call.args[0] ?? ''))
  const answer = await client.call(STEERING.resume, { id, candidateId: one?.candidate.id })
  call.print(answer, () =>
    answer.resumed === 1 ? '1 held candidate continues.' : `${answer.resumed} held candidates continue.`,
  )
  return EXIT.ok
}

async function compare(call: Call): Promise<ExitCode> {
  const client = await call.client()
  const [a, b] = [await runIdOf(client, call.args[0] ?? ''), await runIdOf(client, call.args[1] ?? '')]
  const comparison = await client.call(COMPARISONS.get, { a, b })
  call.print(comparison, () => comparisonText(comparison))
  return EXIT.ok
}

export const runsCommands: readonly Command[] = [
  {
    words: ['runs', 'list'],
    args: [],
    options: { status: { type: 'string', value: 'STATUS' } },
    summary: 'All runs with the counts of their candidates.',
    run: list,
  },
  {
    words: ['runs', 'watch'],
    args: ['RUN'],
    options: {},
    summary: 'Follows a run (id or name) to its end; progress on stderr. 1 when it failed or was cancelled.',
    run: watch,
  },
  { words: ['runs', 'cancel'], args: ['RUN'], options: {}, summary: 'Cancels a run.', run: cancel },
  {
    words: ['runs', 'retry'],
    args: ['RUN'],
    options: {},
    summary: 'Puts the candidates that ended in an error back into the queue.',
    run: retry,
  },
  {
    words: ['runs', 'resume'],
    args: ['RUN'],
    options: { candidate: { ...CANDIDATE.candidate, required: false } },
    summary: 'Lets the candidates that wait for a person continue, or the one that is named.',
    run: resume,
  },
  {
    words: ['runs', 'lineage'],
    args: ['RUN'],
    options: {},
    summary: 'What a run made of its seeds: candidates by outcome, versions, cost and time.',
    run: runLineage,
  },
  {
    words: ['runs', 'compare'],
    args: ['RUN', 'RUN'],
    options: {},
    summary:
      'Two runs side by side: acceptance, costs and minutes with 95 % intervals; --json has every place.',
    run: compare,
  },
]
