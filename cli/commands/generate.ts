import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Client } from '#cli/client.ts'
import type { Call, Command } from '#cli/command.ts'
import { EXIT, type ExitCode, usageFailure } from '#cli/failure.ts'
import { choiceOption, commaList, integerOption } from '#cli/input-file.ts'
import { connectionOf, namedPlayers, usdOption } from '#cli/model-options.ts'
import { runRow } from '#cli/run-rows.ts'
import { facts } from '#cli/table.ts'
import { watchRun } from '#cli/watch-run.ts'
import { api } from '#lib/contracts/api-paths.ts'
import { ConnectionList } from '#lib/contracts/connections.ts'
import { RunDetail } from '#lib/contracts/runs.ts'
import { CERTIFICATE_KINDS, ROLES } from '#lib/domain/vocabulary.ts'

const Started = z.union([
  z.looseObject({ id: z.uuid() }).transform(({ id }) => id),
  z.looseObject({ runId: z.uuid() }).transform(({ runId }) => runId),
])

/** The players of `--model`, their connections by name. */
async function playersOf(call: Call, client: Client) {
  const named = namedPlayers(call)
  if (named.length === 0) return {}
  const { connections } = await client.get(api.connections(), ConnectionList)
  return Object.fromEntries(
    named.map(({ role, connection, model }) => {
      const connectionId = connectionOf(connections, connection).id
      return [role, { kind: 'model', connectionId, model }]
    }),
  )
}

async function generate(call: Call): Promise<ExitCode> {
  const fields = {
    name: call.text('name'),
    seeds: commaList(call.text('seeds')),
    candidates: integerOption(call, 'candidates', 1, 500),
    certificate: choiceOption(call, 'certificate', CERTIFICATE_KINDS) ?? 'full',
    runSeed: integerOption(call, 'run-seed', 0, 2 ** 31 - 1),
    submitForReview: call.flag('submit'),
    holdAfter: choiceOption(call, 'hold-after', ROLES) ?? null,
    capMicroUsd: usdOption(call, 'cap') ?? null,
    idempotencyKey: randomUUID(),
  }
  if (namedPlayers(call).length > 0 && fields.capMicroUsd === null)
    throw usageFailure('A run in which a model plays needs a cap: the most that it may cost.', '--cap USD')
  const client = await call.client()
  const input = { ...fields, players: await playersOf(call, client) }
  const id = await client.post(api.runs(), Started, { json: input })
  const run = call.flag('watch')
    ? await watchRun(client, id, call.note)
    : await client.get(api.run(id), RunDetail)
  call.print(runRow(run), () => facts(runRow(run)))
  return run.status === 'failed' || run.status === 'cancelled' ? EXIT.finding : EXIT.ok
}

export const generateCommands: readonly Command[] = [
  {
    words: ['generate'],
    args: [],
    options: {
      candidates: { type: 'string', value: 'N', required: true },
      seeds: { type: 'string', value: 'SLUG,SLUG' },
      certificate: { type: 'string', value: CERTIFICATE_KINDS.join('|') },
      name: { type: 'string', value: 'NAME' },
      model: { type: 'string', value: 'ROLE=CONNECTION/MODEL,..' },
      cap: { type: 'string', value: 'USD' },
      'run-seed': { type: 'string', value: 'INTEGER' },
      'hold-after': { type: 'string', value: ROLES.join('|') },
      submit: { type: 'boolean' },
      watch: { type: 'boolean' },
    },
    summary:
      'Starts a run from the named seeds, or from all; --submit sends what passes to review, --model has a model play a role, --hold-after waits for a person.',
    run: generate,
  },
]
