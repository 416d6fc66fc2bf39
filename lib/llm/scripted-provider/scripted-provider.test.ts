import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TRACE_HEADER } from '#lib/llm/provider-model.ts'
import { type ScriptedProvider, startScriptedProvider } from '#lib/llm/scripted-provider/scripted-provider.ts'

const fixtures = new URL('./fixtures', import.meta.url).pathname
const text = readFileSync(new URL('./fixtures/tiny-churn/developer.md', import.meta.url), 'utf8')
const DEVELOPER = 'sandmle role=ml-developer candidate=c repair=0 turn=0'
const messages = [{ role: 'user', content: [{ type: 'text', text: 'Go.' }] }]

let provider: ScriptedProvider
beforeAll(async () => {
  provider = await startScriptedProvider({ port: 0, cassettes: fixtures, log: null, slowMs: 1 })
})
afterAll(() => provider.close())

const post = async (path: string, body: unknown, trace = DEVELOPER) => {
  const response = await fetch(`${provider.baseUrl}${path}`, {
    method: 'POST',
    headers: { [TRACE_HEADER]: trace },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.status, headers: response.headers, body: await response.json() }
}
const chat = (model: string, rest = {}) => post('/chat/completions', { model, messages, ...rest })
const say = (model: string, rest = {}) => post('/messages', { model, messages, max_tokens: 100, ...rest })

describe('answers without a stream', () => {
  it.each(['', '+slow'])('are one document of either protocol: tiny-churn%s', async (fault) => {
    expect((await chat(`tiny-churn${fault}`)).body).toMatchObject({
      object: 'chat.completion',
      choices: [{ message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
      usage: { completion_tokens: Math.ceil(text.length / 4) },
    })
    expect((await say(`tiny-churn${fault}`)).body).toMatchObject({
      type: 'message',
      content: [{ type: 'text', text }],
      stop_reason: 'end_turn',
      usage: { output_tokens: Math.ceil(text.length / 4) },
    })
  })

  it('refuse as each protocol refuses', async () => {
    expect((await chat('tiny-churn+refusal')).body).toMatchObject({
      choices: [{ message: { content: null, refusal: expect.stringContaining('cannot help') } }],
    })
    expect((await say('tiny-churn+refusal')).body).toMatchObject({ stop_reason: 'refusal' })
  })

  it('carry errors as each protocol carries them', async () => {
    const limited = await chat('tiny-churn+429')
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '1'])
    expect(limited.body).toMatchObject({ error: { message: expect.stringContaining('Too many') } })
    expect((await say('tiny-churn+429')).body).toMatchObject({
      type: 'error',
      error: { type: 'rate_limit_error' },
    })
  })

  it('take a response format with a schema', async () => {
    const json_schema = { name: 'plan', schema: { type: 'object' }, strict: true }
    expect((await chat('tiny-churn', { response_format: { type: 'json_schema', json_schema } })).status).toBe(
      200,
    )
    const broken = await chat('tiny-churn', { response_format: { type: 'json_schema' } })
    expect(broken.status).toBe(400)
  })
})

describe('what it does not take', () => {
  it('says what the trace header must read', async () => {
    const { status, body } = await post(
      '/messages',
      { model: 'tiny-churn', messages, max_tokens: 100 },
      'abc',
    )
    expect(status).toBe(400)
    expect(body.error.message).toContain('x-client-request-id does not read "sandmle role=ROLE')
  })

  it.each(['{', '[]', '{"model":"tiny-churn"}'])('names what is wrong with the body %s', async (body) => {
    expect((await post('/chat/completions', body)).status).toBe(400)
    expect((await post('/messages', body)).status).toBe(400)
  })

  it('names the routes that are there', async () => {
    const { status, body } = await post('/completions', {})
    expect(status).toBe(404)
    expect(body.error.message).toContain('POST /v1/messages')
  })

  it('says that the cassette has no reply for a role', async () => {
    const asked = 'sandmle role=mlops-engineer candidate=c repair=0 turn=0'
    const { status, body } = await post('/chat/completions', { model: 'tiny-churn', messages }, asked)
    expect(status).toBe(404)
    expect(body.error.message).toContain('no reply for mlops-engineer at repair 0, turn 0')
  })
})

describe('a reply that copies from the question', () => {
  const asked = 'sandmle role=mlops-engineer candidate=c repair=0 turn=1'
  const answer = { role: 'assistant', content: 'No.' }
  const ask = (question: string) => [
    { role: 'user', content: question },
    answer,
    { role: 'user', content: '## Thresholds, as measured\n\nlater' },
  ]

  it('has the section of the first question, in either protocol', async () => {
    const messages = ask('## Thresholds, as measured\n\n{"gold": 0.9}\n\n## Metric\n\nAUC')
    const chatted = await post('/chat/completions', { model: 'tiny-churn', messages }, asked)
    expect(chatted.body.choices[0].message.content).toContain('THRESHOLDS = {"gold": 0.9}\n')
    const said = await post('/messages', { model: 'tiny-churn', messages, max_tokens: 100 }, asked)
    expect(said.body.content[0].text).toContain('THRESHOLDS = {"gold": 0.9}\n')
  })

  it('is refused where the question has no such section', async () => {
    const question = { model: 'tiny-churn', messages: ask('Go.'), max_tokens: 100 }
    const { status, body } = await post('/messages', question, asked)
    expect([status, body.error.message]).toEqual([
      500,
      expect.stringContaining('"## Thresholds, as measured"'),
    ])
  })
})
