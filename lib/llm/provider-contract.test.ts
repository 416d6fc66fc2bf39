import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { extractJson } from '#lib/domain/extract-json.ts'
import type {
  ModelConnection,
  ModelReply,
  ModelRequest,
  ProviderKind,
} from '#lib/domain/ports/language-model.ts'
import { openLanguageModel } from '#lib/llm/open-language-model.ts'
import { LogLine } from '#lib/llm/scripted-provider/request-log.ts'
import { type ScriptedProvider, startScriptedProvider } from '#lib/llm/scripted-provider/scripted-provider.ts'

const fixtures = new URL('./scripted-provider/fixtures', import.meta.url).pathname
const KEY = 'sk-contract-0123456789'
const never = new AbortController().signal

let provider: ScriptedProvider
let dir = ''

const served = (name: string) => readFileSync(join(fixtures, 'tiny-churn', name), 'utf8')
const logged = (candidate: string): LogLine[] =>
  readFileSync(join(dir, 'log.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => LogLine.parse(JSON.parse(line)))
    .filter((line) => line.candidate === candidate)

const connection = (kind: ProviderKind, rest: Partial<ModelConnection> = {}): ModelConnection => ({
  kind,
  baseUrl: provider.baseUrl,
  apiKey: KEY,
  structuredOutput: 'json-schema',
  allowPrivateAddresses: true,
  ...rest,
})
type Where = { role?: string; candidate: string; repair?: number; turn?: number }
const request = (kind: ProviderKind, model: string, where: Where): ModelRequest => {
  const { role = 'data-strategist', candidate, repair = 0, turn = 0 } = where
  return {
    connection: connection(kind),
    model,
    system: 'You plan data.',
    trace: `sandmle role=${role} candidate=${candidate} repair=${repair} turn=${turn}`,
    messages: [{ role: 'user', text: 'Plan it, please: “größer”.' }],
    schema: { name: 'plan', schema: { type: 'object', properties: { title: { type: 'string' } } } },
    maxOutputTokens: 500,
    temperature: 0.5,
    timeoutMs: 10_000,
  }
}
const complete = (asked: ModelRequest, idleMs = 5_000): Promise<ModelReply> =>
  openLanguageModel({ idleMs }).complete(asked, never)

describe.each(['openai-compatible', 'anthropic'] as const)('over %s', (kind) => {
  // A provider of its own, as it counts requests for `xN`.
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'sandmle-scripted-'))
    const log = join(dir, 'log.jsonl')
    const options = { port: 0, cassettes: fixtures, log, slowMs: 5, retryAfterSeconds: 7 }
    provider = await startScriptedProvider(options)
  })
  afterAll(async () => {
    await provider.close()
    rmSync(dir, { recursive: true })
  })
  const id = (name: string) => `${kind}-${name}`

  it('gets the reply with its usage, and the log agrees', async () => {
    const reply = await complete(request(kind, 'tiny-churn', { candidate: id('plain') }))
    const [line, ...more] = logged(id('plain'))
    expect(more).toEqual([])
    expect(line).toMatchObject({ status: 200, role: 'data-strategist', file: 'strategist.md', fault: null })
    expect(reply).toMatchObject({
      kind: 'reply',
      text: served('strategist.md'),
      finishReason: 'stop',
      usage: { inputTokens: line?.inputTokens, outputTokens: line?.outputTokens },
    })
  })

  it('gets the same reply for the same request', async () => {
    const asked = request(kind, 'tiny-churn', { candidate: id('twice'), repair: 1 })
    const [first, second] = [await complete(asked), await complete(asked)]
    expect(first).toEqual({ ...second, latencyMs: expect.any(Number) })
    expect(first).toMatchObject({ text: served('strategist-repair-1.md') })
  })

  it.each(['json-schema', 'json-object', 'none'] as const)('asks with structured output %s', async (mode) => {
    const asked = request(kind, 'tiny-churn', { candidate: id(mode) })
    const reply = await complete({ ...asked, connection: connection(kind, { structuredOutput: mode }) })
    expect(reply.kind).toBe('reply')
  })

  it('works without key, schema, temperature and system text of its own', async () => {
    const asked = request(kind, 'tiny-churn', { candidate: id('bare'), role: 'technical-writer' })
    const bare = { ...asked, connection: connection(kind, { apiKey: null }), schema: null, temperature: null }
    expect(await complete(bare)).toMatchObject({ text: served('writer.md') })
  })

  it('is told to wait after 429, then answered', async () => {
    const asked = request(kind, 'tiny-churn+429x2', { candidate: id('429') })
    const limited = { kind: 'fault', fault: 'rate-limited', status: 429, retryAfterMs: 7000 }
    expect(await complete(asked)).toMatchObject(limited)
    expect(await complete(asked)).toMatchObject(limited)
    expect(await complete(asked)).toMatchObject({ kind: 'reply' })
    expect(logged(id('429')).map(({ status }) => status)).toEqual([429, 429, 200])
  })

  it.each([
    ['500', { fault: 'server', status: 500 }],
    ['wrong-key', { fault: 'unauthorised', status: 401, message: 'The provider refused the key (401).' }],
  ])('turns %s into a fault', async (fault, expected) => {
    const reply = await complete(request(kind, `tiny-churn+${fault}`, { candidate: id(fault) }))
    expect(reply).toMatchObject({ kind: 'fault', ...expected })
    expect(JSON.stringify(reply)).not.toContain(KEY)
    expect(logged(id(fault))).toMatchObject([{ fault, inputTokens: 0, outputTokens: 0 }])
  })

  it('waits for a slow answer', async () => {
    const reply = await complete(request(kind, 'tiny-churn+slow', { candidate: id('slow') }))
    expect(reply).toMatchObject({ text: served('strategist.md') })
  })

  it('gives up a stalled answer at the idle limit', async () => {
    const reply = await complete(request(kind, 'tiny-churn+stall', { candidate: id('stall') }), 50)
    expect(reply).toMatchObject({ kind: 'fault', fault: 'timeout', message: 'The answer stopped for 50 ms.' })
    await expect.poll(() => logged(id('stall'))).toMatchObject([{ ended: 'closed', fault: 'stall' }])
  })

  it('gives up a stalled answer at the time limit of the call', async () => {
    const asked = request(kind, 'tiny-churn+stall', { candidate: id('late') })
    expect(await complete({ ...asked, timeoutMs: 80 })).toMatchObject({
      kind: 'fault',
      fault: 'timeout',
      status: null,
    })
  })

  it('stops endless output', async () => {
    const asked = request(kind, 'tiny-churn+endless', { candidate: id('endless') })
    expect(await complete({ ...asked, maxOutputTokens: 10 })).toMatchObject({
      kind: 'fault',
      fault: 'malformed',
    })
  })

  it('gets what the model said for truncated, refused, wrapped and wrong answers', async () => {
    const say = (fault: string) => complete(request(kind, `tiny-churn+${fault}`, { candidate: id(fault) }))
    const textOf = (reply: ModelReply) => (reply.kind === 'reply' ? reply.text : '')
    const truncated = await say('truncated')
    expect(truncated).toMatchObject({ finishReason: 'length' })
    expect(extractJson(textOf(truncated))).toMatchObject({ kind: 'failure', code: 'truncated' })
    expect(await say('refusal')).toMatchObject({ kind: 'reply', finishReason: 'refusal' })
    const right = JSON.parse(served('strategist.md'))
    expect(extractJson(textOf(await say('prose')))).toMatchObject({ kind: 'json', value: right })
    const wrong = extractJson(textOf(await say('wrong-schema')))
    expect(wrong.kind === 'json' && wrong.value).not.toHaveProperty('title')
  })

  it('plays a fault to its role alone', async () => {
    const model = 'tiny-churn+500@ml-developer'
    expect((await complete(request(kind, model, { candidate: id('role') }))).kind).toBe('reply')
    const asked = request(kind, model, { candidate: id('role'), role: 'ml-developer' })
    expect(await complete(asked)).toMatchObject({ fault: 'server' })
  })

  it.each([
    ['no-such-tape', 'There is no cassette no-such-tape. The cassettes here: late-writer, tiny-churn.'],
    ['tiny-churn+explode', 'asks for "explode"'],
  ])('is told what is wrong with the model %s', async (model, message) => {
    const reply = await complete(request(kind, model, { candidate: id('wrong') }))
    expect(reply).toMatchObject({
      fault: 'bad-request',
      status: 404,
      message: expect.stringContaining(message),
    })
  })

  it('throws the reason of the caller who aborts, and the connection is closed', async () => {
    const reason = new Error('the run was cancelled')
    const caller = new AbortController()
    const asked = request(kind, 'tiny-churn+stall', { candidate: id('abort') })
    const pending = openLanguageModel().complete(asked, caller.signal)
    setImmediate(() => caller.abort(reason))
    await expect(pending).rejects.toBe(reason)
    await expect(openLanguageModel().complete(asked, caller.signal)).rejects.toBe(reason)
  })

  it('lists the models', async () => {
    expect(await openLanguageModel().listModels(connection(kind), never)).toEqual({
      kind: 'models',
      models: ['album', 'late-writer', 'tiny-churn'],
    })
  })

  it('refuses a loopback address that the owner did not allow', async () => {
    const closed = connection(kind, { allowPrivateAddresses: false })
    const refused = { kind: 'fault', fault: 'address-refused', isUnsent: true }
    const asked = request(kind, 'tiny-churn', { candidate: id('closed') })
    expect(await complete({ ...asked, connection: closed })).toMatchObject(refused)
    expect(await openLanguageModel().listModels(closed, never)).toMatchObject(refused)
    expect(logged(id('closed'))).toEqual([])
  })

  it('names a key that cannot be sent and an address that is none without sending', async () => {
    const asked = request(kind, 'tiny-churn', { candidate: id('unsendable') })
    const withKey = { ...asked, connection: connection(kind, { apiKey: 'sk\nx' }) }
    expect(await complete(withKey)).toMatchObject({ fault: 'unauthorised', isUnsent: true })
    const nowhere = { ...asked, connection: connection(kind, { baseUrl: 'nowhere' }) }
    expect(await complete(nowhere)).toMatchObject({ fault: 'address-refused' })
  })
})
