import { z } from 'zod'
import type { Endpoints } from '#lib/contracts/endpoint.ts'
import { Time } from '#lib/contracts/paging.ts'
import { EXCHANGE_STATUSES } from '#lib/domain/exchange.ts'
import { MODEL_FINISHES } from '#lib/domain/ports/language-model.ts'
import { MODEL_ROLES } from '#lib/domain/vocabulary.ts'

/** One request to a provider: a line of the ledger and of the transcript. */
export const ExchangeView = z.object({
  id: z.uuid(),
  status: z.enum(EXCHANGE_STATUSES),
  role: z.enum(MODEL_ROLES),
  /** Attempt of the candidate, turn of the conversation in it, and request of that turn, from 0, 0 and 1. */
  repair: z.int(),
  turn: z.int(),
  try: z.int(),
  connection: z.object({ id: z.uuid(), name: z.string() }),
  model: z.string(),
  promptHash: z.string(),
  requestHash: z.string(),
  reservedMicroUsd: z.int(),
  costMicroUsd: z.int(),
  inputTokens: z.int().nullable(),
  /** Those of the input that the provider had in its prompt cache; null where it does not say. */
  cachedTokens: z.int().nullable(),
  outputTokens: z.int().nullable(),
  finishReason: z.enum(MODEL_FINISHES).nullable(),
  latencyMs: z.int().nullable(),
  httpStatus: z.int().nullable(),
  error: z.string().nullable(),
  /** The exchange that was paid for; null for one that went to the provider itself. */
  copiedFrom: z.uuid().nullable(),
  createdAt: Time,
  finishedAt: Time.nullable(),
})
export type ExchangeView = z.infer<typeof ExchangeView>
export const ExchangeList = z.object({ exchanges: z.array(ExchangeView) })
export type ExchangeList = z.infer<typeof ExchangeList>

/** The question as it is kept in a blob, and as it went to the provider. */
export const KeptQuestion = z.object({
  temperature: z.number().nullable(),
  maxOutputTokens: z.int(),
  system: z.string(),
  messages: z.array(z.object({ role: z.enum(['user', 'assistant']), text: z.string() })),
  schema: z.object({ name: z.string(), schema: z.record(z.string(), z.unknown()) }).nullable(),
})

/** An exchange with what was said. It tells the hidden rule: for those who may see the judge view. */
export const ExchangeDetail = ExchangeView.extend({
  /** Who asked: a candidate of a run, or a review by a model. */
  runId: z.uuid().nullable(),
  candidateId: z.uuid().nullable(),
  modelReviewId: z.uuid().nullable(),
  question: KeptQuestion,
  answer: z.string().nullable(),
})
export type ExchangeDetail = z.infer<typeof ExchangeDetail>

export const CandidateExchangesParams = z.object({ id: z.uuid(), candidateId: z.uuid() })
export const ExchangeParams = z.object({ id: z.uuid() })

/** What models were asked. */
export const EXCHANGES = {
  list: {
    method: 'GET',
    path: '/api/v1/runs/{id}/candidates/{candidateId}/exchanges',
    summary: 'Requests to models that one candidate made',
    right: 'run.read',
    response: ExchangeList,
  },
  get: {
    method: 'GET',
    path: '/api/v1/exchanges/{id}',
    summary: 'One request to a model with question and answer',
    right: 'environment.read-judge',
    response: ExchangeDetail,
  },
} as const satisfies Endpoints
