import { randomUUID } from 'node:crypto'
import type { Client } from '#cli/client.ts'
import type { Call, Command } from '#cli/command.ts'
import { CONTROL_OPTIONS, controlsOf } from '#cli/control-options.ts'
import { EXIT, type ExitCode, usageFailure } from '#cli/failure.ts'
import { choiceOption, commaList, integerOption } from '#cli/input-file.ts'
import { connectionOf, namedPlayers, namedPrompts, usdOption } from '#cli/model-options.ts'
import { runIdOf, runRow } from '#cli/run-rows.ts'
import { facts } from '#cli/table.ts'
import { watchRun } from '#cli/watch-run.ts'
import { CONNECTIONS } from '#lib/contracts/connections.ts'
import { RUNS } from '#lib/contracts/runs.ts'
import { LIKENESSES } from '#lib/domain/likeness.ts'
import { MOST_CANDIDATES } from '#lib/domain/run.ts'
import { CERTIFICATE_KINDS, ROLES } from '#lib/domain/vocabulary.ts'

async function playerOf(client: Client, named: string) {
  const [connection = '', ...model] = named.split('/')
  const { connections } = await client.call(CONNECTIONS.list)
  const { id: connectionId } = connectionOf(connections, connection)
  return { kind: 'model' as const, connectionId, model: model.join('/') }
}

/** The players of `--model`, their connections by name. */
async function playersOf(call: Call, client: Client) {
  const named = namedPlayers(call)
  if (named.length === 0) return {}
  const { connections } = await client.call(CONNECTIONS.list)
  return Object.fromEntries(
    named.map(({ role, connection, model }) => {
      const connectionId = connectionOf(connections, connection).id
      return [role, { kind: 'model' as const, connectionId, model }]
    }),
  )
}

/** What a run grows from; a branch takes it over. @throws a usage failure where its count is not said once */
function groundOf(call: Call) {
  const ground = {
    seeds: commaList(call.text('seeds')),
    candidates: integerOption(call, 'candidates', 1, MOST_CANDIDATES),
    perSeed: integerOption(call, 'per-seed', 1, MOST_CANDIDATES),
    runSeed: integerOption(call, 'run-seed', 0, 2 ** 31 - 1),
    likeness: choiceOption(call, 'likeness', LIKENESSES),
    controls: controlsOf(call),
  }
  const counts = [ground.candidates, ground.perSeed].filter((count) => count !== undefined)
  if (call.text('branch') === undefined && counts.length === 0)
    throw usageFailure(
      '--candidates is missing: how many the run tries, or --per-seed for each seed.',
      '--candidates N',
    )
  if (counts.length > 1)
    throw usageFailure(
      '--candidates counts in all and --per-seed by seed: say one of them.',
      '--candidates N',
    )
  return ground
}

async function generate(call: Call): Promise<ExitCode> {
  const ground = groundOf(call)
  const fields = {
    name: call.text('name'),
    certificate: choiceOption(call, 'certificate', CERTIFICATE_KINDS) ?? 'full',
    submitForReview: call.flag('submit'),
    holdAfter: choiceOption(call, 'hold-after', ROLES) ?? null,
    capMicroUsd: usdOption(call, 'cap') ?? null,
    idempotencyKey: randomUUID(),
  }
  const reviewer = call.text('reviewer')
  const reviewerCap = usdOption(call, 'reviewer-cap')
  if (reviewer !== undefined && reviewerCap === undefined)
    throw usageFailure(
      'A reviewer model needs a cap: the most that all its readings may cost.',
      '--reviewer-cap USD',
    )
  if (namedPlayers(call).length > 0 && fields.capMicroUsd === null)
    throw usageFailure('A run in which a model plays needs a cap: the most that it may cost.', '--cap USD')
  const client = await call.client()
  const assignment = {
    players: await playersOf(call, client),
    prompts: namedPrompts(call),
    reviewer:
      reviewer === undefined || reviewerCap === undefined
        ? null
        : { player: await playerOf(client, reviewer), capMicroUsd: reviewerCap },
  }
  const parent = call.text('branch')
  const { id } =
    parent === undefined
      ? await client.call(RUNS.start, { ...ground, ...fields, ...assignment })
      : await client.call(RUNS.branch, { id: await runIdOf(client, parent), ...fields, ...assignment })
  const run = call.flag('watch') ? await watchRun(client, id, call.note) : await client.call(RUNS.get, { id })
  call.print(runRow(run), () => facts(runRow(run)))
  return run.status === 'failed' || run.status === 'cancelled' ? EXIT.finding : EXIT.ok
}

export const generateCommands: readonly Command[] = [
  {
    words: ['generate'],
    args: [],
    options: {
      candidates: { type: 'string', value: 'N' },
      'per-seed': { type: 'string', value: 'N' },
      branch: { type: 'string', value: 'RUN' },
      prompt: { type: 'string', value: 'ROLE=VERSION,..' },
      reviewer: { type: 'string', value: 'CONNECTION/MODEL' },
      'reviewer-cap': { type: 'string', value: 'USD' },
      seeds: { type: 'string', value: 'SLUG,SLUG' },
      certificate: { type: 'string', value: CERTIFICATE_KINDS.join('|') },
      name: { type: 'string', value: 'NAME' },
      model: { type: 'string', value: 'ROLE=CONNECTION/MODEL,..' },
      cap: { type: 'string', value: 'USD' },
      'run-seed': { type: 'string', value: 'INTEGER' },
      likeness: { type: 'string', value: LIKENESSES.join('|') },
      ...CONTROL_OPTIONS,
      'hold-after': { type: 'string', value: ROLES.join('|') },
      submit: { type: 'boolean' },
      watch: { type: 'boolean' },
    },
    summary:
      'Starts a run from the named seeds, or from all; --submit sends what passes to review, --model has a model play a role, --hold-after waits for a person, --likeness says how close candidates stay to their seeds, --difficulty, --modalities, --domains, --mechanisms, --train-rows and --test-rows what else they may be; --branch runs the ground of a finished run again with other players or prompts.',
    run: generate,
  },
]
