import { createServer, type IncomingMessage } from 'node:http'
import type { Surroundings } from '#cli/command.ts'
import { runCommandLine } from '#cli/run-command-line.ts'

export type Received = {
  method: string
  path: string
  query: URLSearchParams
  token: string | null
  body: Buffer
}
export type Answer = { status?: number; json?: unknown; bytes?: Uint8Array; stream?: readonly string[] }
export type TestServer = { url: string; received: Received[]; close(): Promise<void> }

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

/** A server on loopback that answers as `answer` says and remembers what it was asked. */
export async function startServer(answer: (request: Received) => Answer): Promise<TestServer> {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const one: Received = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      token: request.headers.authorization?.replace('Bearer ', '') ?? null,
      body: await bodyOf(request),
    }
    received.push(one)
    const { status = 200, json, bytes, stream } = answer(one)
    response.writeHead(status, { 'content-type': stream ? 'text/event-stream' : 'application/json' })
    for (const part of stream ?? []) response.write(part)
    response.end(stream ? '' : (bytes ?? JSON.stringify(json)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** Runs one command line and gives its exit code and what it printed. */
export async function sandmle(
  argv: readonly string[],
  over: Partial<Surroundings> = {},
): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' }
  const code = await runCommandLine(argv, {
    env: {},
    root: '/nowhere',
    cwd: '/nowhere',
    out: (text) => {
      said.out += `${text}\n`
    },
    err: (text) => {
      said.err += `${text}\n`
    },
    ...over,
  })
  return { code, ...said }
}
