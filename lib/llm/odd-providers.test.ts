import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import type { ModelReply, ModelRequest, ProviderKind } from '#lib/domain/ports/language-model.ts'
import { openLanguageModel } from '#lib/llm/open-language-model.ts'

const KEY = 'K-odd-0123456789'
const signal = new AbortController().signal
const EVENTS = 'text/event-stream'
const CHAT_PIECE = 'data: {"id":"x","choices":[{"index":0,"delta":{"content":"hi"}}]}\n\n'
const MESSAGE_START =
  'event: message_start\ndata: {"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"usage":{"input_tokens":3,"output_tokens":0}}}\n\n'

let server: Server | null = null
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
  server = null
})

type Answer = { status?: number; type?: string; body: string; headers?: Record<string, string> }
async function serve(answer: Answer): Promise<{ port: number; bodies: Record<string, unknown>[] }> {
  const bodies: Record<string, unknown>[] = []
  server = createServer(async (request, response) => {
    let text = ''
    for await (const piece of request) text += piece
    if (text)
      bodies.push({ ...JSON.parse(text), key: request.headers.authorization ?? request.headers['x-api-key'] })
    response.writeHead(answer.status ?? 200, { 'content-type': answer.type ?? EVENTS, ...answer.headers })
    response.end(answer.body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { port: address.port, bodies }
}

const ask = (kind: ProviderKind, port: number, rest: Partial<ModelRequest> = {}): ModelRequest => ({
  connection: {
    kind,
    baseUrl: `http://127.0.0.1:${port}/v1/`,
    apiKey: KEY,
    structuredOutput: 'json-schema',
    allowPrivateAddresses: true,
  },
  model: 'some-model',
  system: 'S',
  messages: [
    { role: 'user', text: 'U' },
    { role: 'assistant', text: 'A' },
    { role: 'user', text: 'V' },
  ],
  schema: { name: 'plan', schema: { type: 'object', properties: { a: { type: 'string' } } } },
  maxOutputTokens: 50,
  temperature: null,
  timeoutMs: 5_000,
  ...rest,
})
async function replyTo(kind: ProviderKind, answer: Answer): Promise<ModelReply> {
  const { port } = await serve(answer)
  return openLanguageModel().complete(ask(kind, port), signal)
}

const both = ['openai-compatible', 'anthropic'] as const

describe('answers that no good provider gives', () => {
  it.each(both)('names a page that is not a stream, over %s', async (kind) => {
    expect(await replyTo(kind, { type: 'text/html; charset=utf-8', body: '<html>' })).toMatchObject({
      fault: 'malformed',
      message: expect.stringContaining('text/html, not with a stream'),
    })
  })

  it.each([
    ['openai-compatible', CHAT_PIECE],
    ['openai-compatible', ''],
    ['anthropic', MESSAGE_START],
    ['anthropic', ''],
  ] as const)('takes a stream that ends early for a failed connection, over %s', async (kind, body) => {
    expect(await replyTo(kind, { body })).toMatchObject({ fault: 'network', isUnsent: false })
  })

  it.each([
    ['openai-compatible', 'data: {"id":\n\n'],
    ['openai-compatible', MESSAGE_START],
    ['anthropic', CHAT_PIECE],
  ] as const)('does not retry what its protocol does not know, over %s', async (kind, body) => {
    expect(await replyTo(kind, { body })).toMatchObject({ fault: 'malformed' })
  })

  it.each([
    [
      'openai-compatible',
      `${CHAT_PIECE}data: {"error":{"message":"Slow down","code":"rate_limit_exceeded"}}\n\n`,
      'rate-limited',
    ],
    ['openai-compatible', 'data: {"error":{"message":"Boom","type":"server_error"}}\n\n', 'server'],
    [
      'anthropic',
      'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Full"}}\n\n',
      'server',
    ],
    [
      'anthropic',
      `${MESSAGE_START}event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Full"}}\n\n`,
      'server',
    ],
  ] as const)('reads an error inside a stream, over %s', async (kind, body, fault) => {
    expect(await replyTo(kind, { body })).toMatchObject({ fault })
  })

  it('keeps an answer whose characters cannot be stored, with marks for them', async () => {
    const piece = CHAT_PIECE.replace('hi', 'a\\u0000b\\ud800c')
    const end =
      'data: {"id":"x","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'
    expect(await replyTo('openai-compatible', { body: `${piece}${end}` })).toMatchObject({
      kind: 'reply',
      text: 'a\ufffdb\ufffdc',
    })
    const error = { type: 'invalid_request_error', message: 'Bad\u0000 \ud800 thing' }
    const body = JSON.stringify({ type: 'error', error })
    const reply = await replyTo('openai-compatible', { status: 400, type: 'application/json', body })
    expect(reply).toMatchObject({ message: expect.not.stringMatching(/[\0\p{Cs}]/u) })
  })

  it.each(both)('never repeats the key that a provider quotes, over %s', async (kind) => {
    const error = { type: 'invalid_request_error', message: `Bad\nkey ${KEY} or sk-proj-abcdef123456` }
    const body = JSON.stringify({ type: 'error', error })
    const reply = await replyTo(kind, { status: 400, type: 'application/json', body })
    expect(reply).toMatchObject({
      fault: 'bad-request',
      message: 'The provider answered 400: Bad key [key] or [key]',
    })
  })

  it.each([
    [403, 'unauthorised'],
    [408, 'timeout'],
    [413, 'bad-request'],
    [503, 'server'],
    [529, 'server'],
  ])('reads status %i without a body', async (status, fault) => {
    const reply = await replyTo('openai-compatible', { status, body: '', headers: { 'retry-after': '3' } })
    expect(reply).toMatchObject({ fault, status, retryAfterMs: 3000 })
  })

  it('takes a reply without usage as one whose usage is not known', async () => {
    const body = `${CHAT_PIECE}data: {"id":"x","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n`
    expect(await replyTo('openai-compatible', { body })).toMatchObject({
      kind: 'reply',
      text: 'hi',
      usage: null,
    })
  })

  it('reads how much of the prompt was cached', async () => {
    const usage = '{"prompt_tokens":900,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":640}}'
    const body = `${CHAT_PIECE}data: {"id":"x","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":${usage}}\n\ndata: [DONE]\n\n`
    expect(await replyTo('openai-compatible', { body })).toMatchObject({
      usage: { inputTokens: 900, cachedTokens: 640, outputTokens: 2 },
    })
  })

  it('says that nothing was sent when nobody listens', async () => {
    const { port } = await serve({ body: '' })
    server?.close()
    await once(server ?? process, 'close')
    expect(await openLanguageModel().complete(ask('anthropic', port), signal)).toMatchObject({
      fault: 'network',
      isUnsent: true,
    })
  })

  it.each([
    ['<html>', 'malformed'],
    ['{"data":[{"name":"no id"}]}', 'malformed'],
  ])('does not take %s for a list of models', async (body, fault) => {
    const { port } = await serve({ type: 'application/json', body })
    const { connection } = ask('openai-compatible', port)
    expect(await openLanguageModel().listModels(connection, signal)).toMatchObject({ kind: 'fault', fault })
  })
})

describe('what is sent', () => {
  it('is one strict chat request', async () => {
    const { port, bodies } = await serve({ status: 500, body: '' })
    await openLanguageModel().complete(ask('openai-compatible', port, { temperature: 0.2 }), signal)
    expect(bodies).toEqual([
      {
        key: `Bearer ${KEY}`,
        model: 'some-model',
        max_tokens: 50,
        temperature: 0.2,
        stream: true,
        stream_options: { include_usage: true },
        response_format: {
          type: 'json_schema',
          json_schema: {
            name: 'plan',
            strict: true,
            schema: { type: 'object', properties: { a: { type: 'string' } } },
          },
        },
        messages: [
          { role: 'system', content: 'S' },
          { role: 'user', content: 'U' },
          { role: 'assistant', content: 'A' },
          { role: 'user', content: 'V' },
        ],
      },
    ])
  })

  it('is one message request with the schema as output format, never a tool', async () => {
    const { port, bodies } = await serve({ status: 500, body: '' })
    await openLanguageModel().complete(ask('anthropic', port), signal)
    expect(bodies).toHaveLength(1)
    expect(bodies[0]).toMatchObject({ key: KEY, model: 'some-model', max_tokens: 50, stream: true })
    expect(bodies[0]).toHaveProperty('output_config.format.type', 'json_schema')
    expect(bodies[0]).not.toHaveProperty('tools')
    expect(bodies[0]).not.toHaveProperty('temperature')
  })
})
