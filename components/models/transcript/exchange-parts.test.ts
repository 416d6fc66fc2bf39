import { expect, test } from 'vitest'
import { partsOf } from '#components/models/transcript/exchange-parts.ts'
import type { ExchangeDetail } from '#lib/contracts/exchanges.ts'

const ID = '00000000-0000-4000-8000-000000000001'
const FIRST: ExchangeDetail = {
  id: ID,
  status: 'answered',
  role: 'ml-developer',
  repair: 0,
  turn: 0,
  try: 1,
  connection: { id: ID, name: 'lab' },
  model: 'm',
  promptHash: 'p',
  requestHash: 'r',
  reservedMicroUsd: 0,
  costMicroUsd: 0,
  inputTokens: 1,
  cachedTokens: null,
  outputTokens: 1,
  finishReason: 'stop',
  latencyMs: 1,
  httpStatus: null,
  error: null,
  copiedFrom: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  finishedAt: null,
  runId: ID,
  modelReviewId: null,
  candidateId: ID,
  question: {
    temperature: null,
    maxOutputTokens: 9,
    system: 'be exact',
    messages: [{ role: 'user', text: 'write' }],
    schema: null,
  },
  answer: 'code',
}
const titles = (of: ExchangeDetail) => partsOf(of).map(({ title, text }) => `${title}: ${text}`)

test('the answer comes first, then its question', () => {
  expect(titles(FIRST)).toEqual(['Answer: code', 'Question: write', 'System: be exact'])
})

test('in a later turn the question is what the check said, and the turns before it stay readable', () => {
  const messages = [
    { role: 'user' as const, text: 'write' },
    { role: 'assistant' as const, text: 'bad' },
    { role: 'user' as const, text: 'it crashed' },
  ]
  const question = { ...FIRST.question, messages, schema: { name: 'plan', schema: { type: 'object' } } }
  expect(titles({ ...FIRST, turn: 1, question })).toEqual([
    'Answer: code',
    'What the check said: it crashed',
    'First question: write',
    'Answer 1: bad',
    'System: be exact',
    'Schema: {\n  "type": "object"\n}',
  ])
})

test('a request without an answer opens with its error', () => {
  const failed = { ...FIRST, status: 'failed' as const, answer: null, error: 'Too many requests' }
  expect(titles(failed)[0]).toBe('Error: Too many requests')
})
