import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import type { Prices } from '#lib/contracts/connections.ts'
import type { ExchangeStatus } from '#lib/domain/exchange.ts'
import { BUILTIN_PLAYERS, MAX_TURNS } from '#lib/domain/player.ts'
import { MAX_REPAIRS } from '#lib/domain/rejection.ts'
import { createConnection } from '#lib/services/connections/create-connection.ts'
import { disableConnection } from '#lib/services/connections/disable-connection.ts'
import { listConnections } from '#lib/services/connections/list-connections.ts'
import type { WebContext } from '#lib/services/context.ts'
import { getExchange } from '#lib/services/exchanges/get-exchange.ts'
import { listExchanges } from '#lib/services/exchanges/list-exchanges.ts'
import { forecastRun } from '#lib/services/runs/forecast-run.ts'
import { getRun } from '#lib/services/runs/get-run.ts'
import { startRun } from '#lib/services/runs/start-run.ts'
import { openTestServices, type TestServices } from '#lib/services/services.fixture.ts'

const PRICE = { inputMicroUsd: 1_000_000, outputMicroUsd: 3_000_000 }
let world: TestServices
let ctx: WebContext
let connectionId = ''
beforeAll(async () => {
  world = await openTestServices()
  ctx = world.as(await world.user('owner'))
  await world.seed('alpha')
  connectionId = await connect({ m: PRICE, free: { inputMicroUsd: 0, outputMicroUsd: 0 } })
})
afterAll(() => world.close())

const connect = async (prices: z.input<typeof Prices>) => {
  const input = { name: randomUUID(), kind: 'anthropic' as const, baseUrl: 'https://a.test/v1', prices }
  return (await createConnection({ ctx, input })).id
}
const by = (model: string, connection = connectionId) => ({
  kind: 'model',
  connectionId: connection,
  model,
  maxOutputTokens: 1000,
})
const start = (over: object = {}) =>
  startRun({ ctx, input: { candidates: 1, seeds: ['alpha'], idempotencyKey: randomUUID(), ...over } })
const candidateOf = (runId: string) => world.database.db.candidate.findFirstOrThrow({ where: { runId } })

describe('a run with models', () => {
  test('names who plays each role and needs a cap; the others are the engine', async () => {
    const players = { 'data-strategist': by('m'), 'technical-writer': by('free') }
    const run = await start({ players, capMicroUsd: 2_000_000 })
    const { request, cost } = await getRun({ ctx, input: { id: run.id } })
    expect(request.players).toEqual({
      ...BUILTIN_PLAYERS,
      'data-strategist': { ...by('m'), temperature: null },
      'technical-writer': { ...by('free'), temperature: null },
    })
    expect(cost).toEqual({
      spentMicroUsd: 0,
      reservedMicroUsd: 0,
      capMicroUsd: 2_000_000,
      inputTokens: 0,
      outputTokens: 0,
      exchanges: 0,
    })
    await expect(start({ players })).rejects.toMatchObject({ publicMessage: expect.stringContaining('cap') })
    expect((await start({ capMicroUsd: 5 })).cost.capMicroUsd).toBeNull()
  })

  test('is refused with the next step where a connection or a price is missing', async () => {
    const refusal = (player: object, message: string) =>
      expect(start({ players: { 'ml-developer': player }, capMicroUsd: 5 })).rejects.toMatchObject({
        code: 'invalid',
        publicMessage: expect.stringContaining(message),
        meta: { fields: { 'players.ml-developer': [expect.any(String)] } },
      })
    await refusal(by('unpriced'), 'no price for unpriced. Set one first')
    await refusal(by('constructor'), 'no price')
    await refusal(by('m', randomUUID()), 'No connection')
    const closed = await connect({ m: PRICE })
    await disableConnection({ ctx, input: { id: closed } })
    await refusal(by('m', closed), 'is disabled')
  })
})

type Row = { status: ExchangeStatus; cost: number; tokens?: number; copiedFrom?: string | null }
let questions = 0
async function exchange(
  candidateId: string,
  runId: string,
  { status, cost, tokens = 0, copiedFrom = null }: Row,
) {
  const question = {
    connectionId,
    model: 'm',
    temperature: null,
    maxOutputTokens: 1000,
    system: 'You plan.',
    messages: [{ role: 'user', text: `Question ${questions}` }],
    schema: null,
  }
  const request = await world.blobs.put(new TextEncoder().encode(JSON.stringify(question)))
  const response = await world.blobs.put(new TextEncoder().encode('The hidden rule.'))
  const isAnswered = status === 'answered'
  return world.database.db.exchange.create({
    data: {
      runId,
      candidateId,
      connectionId,
      role: 'data-strategist',
      repair: 0,
      turn: 0,
      try: ++questions,
      status,
      model: 'm',
      promptHash: 'p',
      requestHash: request.sha256,
      requestBlob: request.sha256,
      responseBlob: isAnswered ? response.sha256 : null,
      copiedFrom,
      reservedMicroUsd: BigInt(cost),
      costMicroUsd: status === 'reserved' ? 0n : BigInt(cost),
      inputTokens: isAnswered ? tokens : null,
      outputTokens: isAnswered ? 1 : null,
      attempt: 1,
    },
  })
}

describe('the ledger of a run', () => {
  test('adds up what was spent and what is held, and counts no copy', async () => {
    const { id } = await start({ players: { 'data-strategist': by('m') }, capMicroUsd: 1000 })
    const { id: candidateId } = await candidateOf(id)
    const paid = await exchange(candidateId, id, { status: 'answered', cost: 100, tokens: 40 })
    await exchange(candidateId, id, { status: 'failed', cost: 0 })
    await exchange(candidateId, id, { status: 'lost', cost: 70 })
    await exchange(candidateId, id, { status: 'reserved', cost: 300 })
    await exchange(candidateId, id, { status: 'answered', cost: 0, tokens: 40, copiedFrom: paid.id })
    const run = await getRun({ ctx, input: { id } })
    expect(run.lanes.map(({ costMicroUsd }) => costMicroUsd)).toEqual([170])
    expect(run.cost).toEqual({
      spentMicroUsd: 170,
      reservedMicroUsd: 300,
      capMicroUsd: 1000,
      inputTokens: 40,
      outputTokens: 1,
      exchanges: 4,
    })
    const { connections } = await listConnections({ ctx })
    expect(connections.find((one) => one.id === connectionId)).toMatchObject({
      spentMicroUsd: 170,
      reservedMicroUsd: 300,
    })
    const { exchanges } = await listExchanges({ ctx, input: { id, candidateId } })
    expect(exchanges.map(({ status, costMicroUsd }) => [status, costMicroUsd])).toEqual([
      ['answered', 100],
      ['failed', 0],
      ['lost', 70],
      ['reserved', 0],
      ['answered', 0],
    ])
    expect(JSON.stringify(exchanges)).not.toContain('hidden rule')
  })

  test('cannot be rewritten once it is settled', async () => {
    const { id } = await start()
    const { id: candidateId } = await candidateOf(id)
    const made = await exchange(candidateId, id, { status: 'answered', cost: 100 })
    const change = { where: { id: made.id }, data: { costMicroUsd: 1n } }
    await expect(world.database.db.exchange.update(change)).rejects.toThrow(/final/)
    await expect(world.database.db.exchange.delete({ where: { id: made.id } })).rejects.toThrow(/final/)
  })

  test('belongs to its run; the words of an exchange are for the judge view', async () => {
    const [one, other] = [await start(), await start()]
    const { id: candidateId } = await candidateOf(one.id)
    const made = await exchange(candidateId, one.id, { status: 'answered', cost: 1 })
    await expect(listExchanges({ ctx, input: { id: other.id, candidateId } })).rejects.toMatchObject({
      code: 'not-found',
    })
    const detail = await getExchange({ ctx, input: { id: made.id } })
    expect(detail).toMatchObject({
      answer: 'The hidden rule.',
      question: { system: 'You plan.' },
      candidateId,
    })
    const viewer = world.as(await world.user('viewer'))
    expect((await listExchanges({ ctx: viewer, input: { id: one.id, candidateId } })).exchanges).toHaveLength(
      1,
    )
    await expect(getExchange({ ctx: viewer, input: { id: made.id } })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})

describe('a forecast', () => {
  const assignment = () => ({ 'mlops-engineer': by('m') })
  const forecast = (candidates: number, players: object = assignment()) =>
    forecastRun({ ctx, input: { candidates: String(candidates), players: JSON.stringify(players) } })

  /** A candidate of this role assignment that came to its end after so many minutes and micro-dollars. */
  async function finish(minutes: number, cost: number, players: object = assignment(), copiedFrom?: string) {
    const { id } = await start({ players, capMicroUsd: 1_000_000 })
    const { id: candidateId } = await candidateOf(id)
    const made = await exchange(candidateId, id, {
      status: 'answered',
      cost,
      tokens: 9,
      copiedFrom: copiedFrom ?? null,
    })
    const startedAt = new Date(Date.now() - minutes * 60_000)
    const data = {
      status: 'rejected',
      startedAt,
      finishedAt: new Date(startedAt.getTime() + minutes * 60_000),
    } as const
    await world.database.db.candidate.update({ where: { id: candidateId }, data })
    return made.id
  }

  test('says honestly that there is no history, with what every answer could cost at most', async () => {
    const answers = MAX_TURNS * (MAX_REPAIRS + 1)
    expect(await forecast(10)).toEqual({
      estimate: { kind: 'no-history', found: 0, needed: 5 },
      mostPerCandidate: { answers, outputTokens: 1000 * answers, outputMicroUsd: 3000 * answers },
    })
  })

  test('comes from candidates of the same roles and models only, and from none that copied an answer', async () => {
    for (const n of [1, 2, 3, 4]) await finish(n, n * 100)
    const paid = await finish(1, 100, { 'data-strategist': by('m') })
    await finish(1, 0, assignment(), paid)
    await finish(1, 5, { 'mlops-engineer': by('free') })
    expect((await forecast(3)).estimate).toEqual({ kind: 'no-history', found: 4, needed: 5 })
    await finish(5, 500)
    const { estimate } = await forecast(3)
    expect(estimate).toMatchObject({
      kind: 'history',
      basedOn: 5,
      perCandidate: {
        costMicroUsd: { p50: 300, p90: 500 },
        tokens: { p50: 10, p90: 10 },
        minutes: { p50: 3, p90: 5 },
      },
      run: { tokens: { p50: 30, p90: 30 } },
    })
    if (estimate.kind !== 'history') throw new Error('no history')
    expect(estimate.run.costMicroUsd.p90).toBeGreaterThan(estimate.run.costMicroUsd.p50)
    expect(estimate.run.costMicroUsd.p90).toBeLessThanOrEqual(1500)
  })

  test('refuses what a run would refuse', async () => {
    await expect(forecast(1, { 'mlops-engineer': by('unpriced') })).rejects.toMatchObject({ code: 'invalid' })
    const input = { players: '{' }
    await expect(forecastRun({ ctx, input })).rejects.toThrow('not JSON')
  })
})
