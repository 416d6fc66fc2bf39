import type { Body } from '#cli/client.ts'
import type { Call, Command } from '#cli/command.ts'
import { EXIT, type ExitCode, usageFailure } from '#cli/failure.ts'
import { ROUTES, routeOf } from '#cli/find-route.ts'
import { inputFile, outputFile, utf8Of } from '#cli/input-file.ts'
import { table } from '#cli/table.ts'
import { type Endpoint, plainPath } from '#lib/contracts/endpoint.ts'
import { UPLOAD_MAX_BYTES } from '#lib/contracts/seeds.ts'

async function routes(call: Call): Promise<ExitCode> {
  const rows = ROUTES.map(({ method, path, summary }) => ({ method, path: plainPath({ path }), summary }))
  call.print(rows, () => table(rows, ['method', 'path', 'summary'], ''))
  return EXIT.ok
}

/** A misspelt name in the query would be ignored by the server, and so answer something else than was asked. */
function checkQuery({ query }: Endpoint, given: URLSearchParams): void {
  const known = Object.keys(query?.shape ?? {})
  const wrong = [...given.keys()].find((name) => !known.includes(name))
  if (wrong !== undefined)
    throw usageFailure(
      `"${wrong}" is not a filter of this address${known.length === 0 ? '' : `: ${known.join(', ')}`}.`,
      `?${given.toString()}`,
    )
}

/** The file of `--body`, checked as JSON where the route takes JSON. */
async function bodyOf(call: Call, { body, method, path }: Endpoint): Promise<Body> {
  const file = call.text('body')
  if (file === undefined && typeof body === 'object')
    throw usageFailure('This address takes a JSON body.', `${method} ${path}`, 'Name its file with --body.')
  if (file === undefined) return {}
  if (method === 'GET' || method === 'DELETE')
    throw usageFailure(`${method} takes no body.`, '--body', 'Leave --body out.')
  const bytes = await inputFile(call, file, UPLOAD_MAX_BYTES)
  if (typeof body !== 'object') return { bytes, type: 'application/octet-stream' }
  try {
    return { json: JSON.parse(utf8Of(bytes, file)) }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw usageFailure(`The file is not JSON: ${error.message}`, file, 'Fix the file.')
  }
}

/** One request to any address of the API; what it answers goes to stdout or into a file, unchanged. */
async function request(call: Call): Promise<ExitCode> {
  const [verb = '', address = ''] = call.args
  const method = verb.toUpperCase()
  const [path = '', search = ''] = address.split('?', 2)
  const spec = routeOf(method, path)
  if (spec.response === 'text/event-stream')
    throw usageFailure('This address never ends.', address, 'sandmle runs watch RUN follows it.')
  checkQuery(spec, new URLSearchParams(search))
  const body = await bodyOf(call, spec)
  const out = call.text('out')
  const isFile = typeof spec.response === 'string' && !spec.response.startsWith('text/')
  if (isFile && out === undefined)
    throw usageFailure('This address answers a file.', address, 'Name where it goes with --out.')
  const response = await (await call.client()).send(method, address, body)
  if (out !== undefined) {
    const bytes = new Uint8Array(await response.arrayBuffer())
    const to = await outputFile(call, out, bytes)
    call.print({ file: to, bytes: bytes.length }, () => `${to}: ${bytes.length} bytes`)
    return EXIT.ok
  }
  const text = await response.text()
  if (typeof spec.response === 'string') call.print({ text }, () => text.trimEnd())
  else {
    const value: unknown = JSON.parse(text)
    call.print(value, () => JSON.stringify(value, null, 2))
  }
  return EXIT.ok
}

export const apiCommands: readonly Command[] = [
  {
    words: ['api', 'routes'],
    args: [],
    options: {},
    summary: 'Every address of the API, with what it does.',
    run: routes,
  },
  {
    words: ['api', 'call'],
    args: ['METHOD', 'ADDRESS'],
    options: { body: { type: 'string', value: 'FILE' }, out: { type: 'string', value: 'FILE' } },
    summary:
      'One request to any address of the API (`api call GET /api/v1/runs`), for what has no command of its own.',
    run: request,
  },
]
