import type { Client } from '#cli/client.ts'
import type { Call, Command } from '#cli/command.ts'
import { EXIT, type ExitCode, usageFailure } from '#cli/failure.ts'
import { follow } from '#cli/follow.ts'
import { choiceOption, requiredChoice } from '#cli/input-file.ts'
import { connectionOf, pricesOption, usdOption } from '#cli/model-options.ts'
import { facts, plain, table } from '#cli/table.ts'
import { CONNECTIONS, type ConnectionView } from '#lib/contracts/connections.ts'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { formatUsd } from '#lib/domain/model-cost.ts'
import { PROVIDER_KINDS, STRUCTURED_OUTPUTS } from '#lib/domain/ports/language-model.ts'

const CHECK_LIMIT_MS = 90_000
const asUsd = (micro: number | null): string | null => (micro === null ? null : formatUsd(micro))

/** A connection as a flat row; amounts in US dollars. */
function row(one: ConnectionView) {
  const { id, slug, status, kind, baseUrl, keyHint, structuredOutput, allowPrivate, checkMessage } = one
  return {
    id,
    slug,
    status,
    kind,
    baseUrl,
    key: keyHint === null ? null : `…${keyHint}`,
    structuredOutput,
    allowPrivate,
    models: one.models.length,
    priced: Object.keys(one.prices).length,
    capUsd: asUsd(one.capMicroUsd),
    spentUsd: asUsd(one.spentMicroUsd),
    reservedUsd: asUsd(one.reservedMicroUsd),
    checkMessage,
  }
}

const allConnections = async (client: Client): Promise<ConnectionView[]> =>
  (await client.call(CONNECTIONS.list)).connections

async function list(call: Call): Promise<ExitCode> {
  const rows = (await allConnections(await call.client())).map(row)
  const columns = ['slug', 'status', 'kind', 'baseUrl', 'models', 'priced', 'capUsd', 'spentUsd'] as const
  call.print(rows, () => table(rows, columns, 'No connections: the built-in engine plays every role.'))
  return EXIT.ok
}

/** A key never stands on a command line, where every user of the machine can read it. */
function keyFrom(call: Call): string | null {
  const name = call.text('key-env')
  if (name === undefined) return null
  const key = call.around.env[name]?.trim()
  if (!key)
    throw usageFailure(`The environment variable ${name} is not set.`, '--key-env', `export ${name}=...`)
  return key
}

async function add(call: Call): Promise<ExitCode> {
  const input = {
    name: call.args[0] ?? '',
    kind: requiredChoice(call, 'kind', PROVIDER_KINDS),
    baseUrl: call.text('url') ?? '',
    apiKey: keyFrom(call),
    structuredOutput: choiceOption(call, 'structured-output', STRUCTURED_OUTPUTS) ?? 'none',
    allowPrivate: call.flag('allow-private'),
    prices: pricesOption(call),
    capMicroUsd: usdOption(call, 'cap') ?? null,
  }
  const made = await (await call.client()).call(CONNECTIONS.create, input)
  call.print(row(made), () => facts(row(made)))
  return EXIT.ok
}

async function check(call: Call): Promise<ExitCode> {
  const client = await call.client()
  const { id } = connectionOf(await allConnections(client), call.args[0] ?? '')
  await client.call(CONNECTIONS.check, { id })
  const checked = await follow(
    async () => connectionOf(await allConnections(client), id),
    ({ status }) => status !== 'checking',
    {
      what: 'Checking the connection',
      where: addressOf(CONNECTIONS.update, { id }),
      limitMs: CHECK_LIMIT_MS,
    },
  )
  const answer = { ...row(checked), models: checked.models }
  call.print(answer, () =>
    [`${checked.status}: ${plain(checked.checkMessage)}`, ...checked.models.map(plain)].join('\n'),
  )
  return checked.status === 'ok' ? EXIT.ok : EXIT.finding
}

async function disable(call: Call): Promise<ExitCode> {
  const client = await call.client()
  const { id } = connectionOf(await allConnections(client), call.args[0] ?? '')
  const done = await client.call(CONNECTIONS.disable, { id })
  call.print(row(done), () => `${plain(done.name)} is disabled; its ledger stays.`)
  return EXIT.ok
}

export const connectionsCommands: readonly Command[] = [
  {
    words: ['connections', 'list'],
    args: [],
    options: {},
    summary: 'All connections to model providers; keys are never shown.',
    run: list,
  },
  {
    words: ['connections', 'add'],
    args: ['NAME'],
    options: {
      kind: { type: 'string', value: PROVIDER_KINDS.join('|'), required: true },
      url: { type: 'string', value: 'BASE_URL', required: true },
      'key-env': { type: 'string', value: 'VARIABLE' },
      'structured-output': { type: 'string', value: STRUCTURED_OUTPUTS.join('|') },
      'allow-private': { type: 'boolean' },
      price: { type: 'string', value: 'MODEL=INPUT/OUTPUT,..' },
      cap: { type: 'string', value: 'USD' },
    },
    summary:
      'Adds a connection. The key is read from an environment variable; prices are US dollars for a million tokens.',
    run: add,
  },
  {
    words: ['connections', 'check'],
    args: ['NAME'],
    options: {},
    summary: 'Has a worker list the models of a connection; 1 when it fails.',
    run: check,
  },
  {
    words: ['connections', 'disable'],
    args: ['NAME'],
    options: {},
    summary: 'Takes a connection out of use; its ledger stays.',
    run: disable,
  },
]
