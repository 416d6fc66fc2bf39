import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { z } from 'zod'
import { TRACE_HEADER } from '#lib/llm/provider-model.ts'
import { ALBUM } from '#lib/llm/scripted-provider/album.ts'
import { listCassettes } from '#lib/llm/scripted-provider/cassette.ts'
import { planAnswer } from '#lib/llm/scripted-provider/plan-answer.ts'
import { requestLog } from '#lib/llm/scripted-provider/request-log.ts'
import { faultBook } from '#lib/llm/scripted-provider/scripted-model.ts'
import { PROTOCOLS, type ServeOptions, serveAnswer } from '#lib/llm/scripted-provider/serve-answer.ts'
import { ChatAsk, MessagesAsk, type ProtocolName } from '#lib/llm/scripted-provider/wire.ts'

export type ScriptedProviderOptions = {
  /** 0 takes a free port. */
  port: number
  cassettes: string
  log: string | null
  /** The pause between the pieces of a slow answer. */
  slowMs?: number
  retryAfterSeconds?: number
}
export type ScriptedProvider = { port: number; baseUrl: string; close: () => Promise<void> }

const SLOW_MS = 250
const BODY_BYTES = 16 << 20
const ROUTES: Readonly<Record<string, ProtocolName>> = {
  '/v1/chat/completions': 'chat',
  '/v1/messages': 'messages',
}
const ASKS = { chat: ChatAsk, messages: MessagesAsk } as const

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length
    if (bytes > BODY_BYTES) return null
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(value))
}

/** A shape that clients of both protocols read. */
const listing = (names: readonly string[]) => ({
  object: 'list',
  data: names.map((id) => ({ id, object: 'model', type: 'model', display_name: id, created: 0 })),
  has_more: false,
})

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Starts the scripted provider on the loopback interface: a real HTTP server that speaks the two protocols of model
 * providers and plays cassettes. What it answers is decided by the request: the model id names cassette and faults, the
 * trace header names role, candidate, repair and turn.
 */
export async function startScriptedProvider(options: ScriptedProviderOptions): Promise<ScriptedProvider> {
  const { cassettes, slowMs = SLOW_MS, retryAfterSeconds = 1 } = options
  const serve: ServeOptions = { slowMs, retryAfterSeconds, log: requestLog(options.log) }
  const book = faultBook()

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://provider').pathname
    if (request.method === 'GET' && path === '/v1/models')
      return sendJson(response, 200, listing([ALBUM, ...(await listCassettes(cassettes))]))
    const name = request.method === 'POST' ? ROUTES[path] : undefined
    if (!name) {
      const message = `There is no ${request.method} ${path}; there are GET /v1/models, POST ${Object.keys(ROUTES).join(', POST ')}.`
      return sendJson(response, 404, PROTOCOLS.chat.error(404, message))
    }
    const body = await bodyOf(request)
    if (body === null) {
      response.setHeader('connection', 'close')
      return sendJson(response, 413, PROTOCOLS[name].error(413, `A request has at most ${BODY_BYTES} bytes.`))
    }
    const ask = ASKS[name].safeParse(parseBody(body))
    if (!ask.success) return sendJson(response, 400, PROTOCOLS[name].error(400, z.prettifyError(ask.error)))
    await serveAnswer(
      response,
      ask.data,
      await planAnswer(
        cassettes,
        { ask: ask.data, trace: String(request.headers[TRACE_HEADER] ?? '') },
        book,
      ),
      serve,
    )
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      const message = `The scripted provider failed: ${error instanceof Error ? error.message : String(error)}`
      if (response.headersSent) response.destroy()
      else sendJson(response, 500, PROTOCOLS.chat.error(500, message))
    })
  })
  server.listen(options.port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : options.port
  const close = async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return { port, baseUrl: `http://127.0.0.1:${port}/v1`, close }
}
