import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { costMicroUsd } from '#lib/domain/model-cost.ts'
import type { LanguageModel } from '#lib/domain/ports/language-model.ts'
import { BudgetReached, ProviderUnavailable } from '#lib/domain/ports/role-model.ts'
import { ledgerOf } from '#lib/services/exchanges/ledgers-of.ts'
import type { Claim } from '#workers/candidate/candidate-lease.ts'
import { endCandidate } from '#workers/candidate/end-candidate.ts'
import { LeaseLost } from '#workers/leases/lease-lost.ts'
import type { BudgetOwner } from '#workers/models/budget-owner.ts'
import {
  ask,
  heldModel,
  type ModelWorld,
  openModelWorld,
  PRICE,
  QUICK,
} from '#workers/models/model-world.fixture.ts'
import { openRoleModel } from '#workers/models/role-model.ts'

let world: ModelWorld
beforeAll(async () => {
  world = await openModelWorld()
})
afterAll(() => world.close())

const never = new AbortController().signal
/** Plenty: no test that does not speak of caps meets one. */
const ROOMY = 100_000_000
/** Fault counters of the scripted provider belong to a model's name, so each test has a candidate seed of its own. */
let seeds = 100
async function start(model: string, capMicroUsd = ROOMY, candidates = 1, connectionCap?: number) {
  const prices = { [model]: PRICE }
  const connectionId = await world.connection({
    prices,
    ...(connectionCap === undefined ? {} : { capMicroUsd: connectionCap }),
  })
  const player = world.player(connectionId, model)
  const runSeed = seeds++
  const run = await world.run(player, capMicroUsd, candidates, runSeed)
  const open = (claim: Claim & BudgetOwner, signal = never, languageModel?: LanguageModel) =>
    openRoleModel(
      { ...world.deps, ...(languageModel ? { languageModel } : {}) },
      claim,
      signal,
      { runSeed, ordinal: claim.ordinal },
      QUICK,
    )
  return { connectionId, player, run, runSeed, open }
}
const eventTypes = async (runId: string) => {
  const events = await world.db.event.findMany({ where: { runId }, orderBy: { id: 'asc' } })
  return events.map(({ type }) => type).filter((type) => type.startsWith('model.'))
}

describe('an answer', () => {
  test('is reserved, asked, settled at its usage, kept, and told to the log', async () => {
    const { player, run, open } = await start('tiny-churn')
    const claim = await world.claim(run.first)
    const answer = await open(claim).ask(ask(player))
    expect(JSON.parse(answer.text)).toHaveProperty('title')
    const [row, ...more] = await world.exchanges({ runId: run.id })
    expect(more).toEqual([])
    const [line] = (await world.served('tiny-churn')).slice(-1)
    const usage = { inputTokens: line?.inputTokens ?? 0, outputTokens: line?.outputTokens ?? 0 }
    expect(row).toMatchObject({
      id: answer.exchangeId,
      status: 'answered',
      role: 'data-strategist',
      try: 1,
      attempt: 1,
      finishReason: 'stop',
      costMicroUsd: BigInt(costMicroUsd(usage, PRICE)),
      ...usage,
    })
    expect(row?.reservedMicroUsd).toBeGreaterThanOrEqual(row?.costMicroUsd ?? 0n)
    expect(line?.candidate).toMatch(/^\d+-0$/)
    const question = new TextDecoder().decode(await world.deps.blobs.get(row?.requestBlob ?? ''))
    expect(question).toContain('You plan data.')
    expect(question).not.toContain('sk-scripted')
    expect(await eventTypes(run.id)).toEqual(['model.asked', 'model.answered'])
  })

  test('is read back by the next attempt of its candidate without a call', async () => {
    const { player, run, open } = await start('tiny-churn')
    const first = await open(await world.claim(run.first)).ask(ask(player))
    await world.requeue(run.first)
    const before = (await world.served('tiny-churn')).length
    const second = await open(await world.claim(run.first)).ask(ask(player))
    expect(second).toEqual(first)
    expect(await world.served('tiny-churn')).toHaveLength(before)
    expect(await world.exchanges({ runId: run.id })).toHaveLength(1)
  })

  test('is not read back for another turn, another repair or other words', async () => {
    const { player, run, open } = await start('tiny-churn')
    const model = open(await world.claim(run.first))
    await model.ask(ask(player))
    await model.ask(ask(player, { turn: 1 }))
    const repaired = await model.ask(ask(player, { repair: 1 }))
    await model.ask(ask(player, { messages: [{ role: 'user', text: 'Other words.' }] }))
    const rows = await world.exchanges({ runId: run.id })
    expect(rows.map((row) => [row.repair, row.turn, row.try])).toEqual([
      [0, 0, 1],
      [0, 1, 1],
      [1, 0, 1],
      [0, 0, 2],
    ])
    expect(repaired.text).not.toBe((await model.ask(ask(player))).text)
  })

  test('to the very same question of another run is copied and costs nothing', async () => {
    const { player, run, runSeed, open } = await start('tiny-churn')
    const paid = await open(await world.claim(run.first)).ask(ask(player))
    const again = await world.run(player, ROOMY, 1, runSeed)
    const before = (await world.served('tiny-churn')).length
    const copied = await open(await world.claim(again.first)).ask(ask(player))
    expect(copied.text).toBe(paid.text)
    expect(await world.served('tiny-churn')).toHaveLength(before)
    expect(await world.exchanges({ runId: again.id })).toMatchObject([
      { status: 'answered', copiedFrom: paid.exchangeId, costMicroUsd: 0n, reservedMicroUsd: 0n },
    ])
    expect(await ledgerOf(world.db, 'runId', again.id)).toMatchObject({ spentMicroUsd: 0, exchanges: 0 })
  })
})

describe('a fault', () => {
  test('429 is waited out as long as Retry-After says, and costs nothing', async () => {
    const { player, run, open } = await start('tiny-churn+429x2')
    const started = performance.now()
    await open(await world.claim(run.first)).ask(ask(player))
    expect(performance.now() - started).toBeGreaterThanOrEqual(2000)
    const rows = await world.exchanges({ runId: run.id })
    expect(rows.map((row) => [row.try, row.status, row.httpStatus])).toEqual([
      [1, 'failed', 429],
      [2, 'failed', 429],
      [3, 'answered', null],
    ])
    expect(rows.slice(0, 2).map((row) => row.costMicroUsd)).toEqual([0n, 0n])
    expect((await eventTypes(run.id)).filter((type) => type === 'model.failed')).toHaveLength(2)
  })

  test.each([
    ['tiny-churn+500', 4, 0],
    ['tiny-churn+wrong-key', 1, 0],
    ['no-such-cassette', 1, 0],
    ['tiny-churn+stall', 4, 1],
    ['tiny-churn+endless', 1, 1],
  ])(
    '%s ends as unavailable after %i requests, charged when it may have cost',
    async (name, tries, charged) => {
      const { player, run, open } = await start(name)
      await expect(open(await world.claim(run.first)).ask(ask(player))).rejects.toThrow(ProviderUnavailable)
      const rows = await world.exchanges({ runId: run.id })
      expect(rows.map((row) => row.status)).toEqual(Array.from({ length: tries }, () => 'failed'))
      for (const row of rows) expect(row.costMicroUsd).toBe(charged === 1 ? row.reservedMicroUsd : 0n)
      expect(rows.every((row) => row.error !== null && !row.error.includes('sk-'))).toBe(true)
    },
  )

  test('a server that is not there costs nothing', async () => {
    const connectionId = await world.connection({ prices: { m: PRICE }, baseUrl: 'http://127.0.0.1:9/v1' })
    const player = world.player(connectionId, 'm')
    const run = await world.run(player, ROOMY)
    const claim = await world.claim(run.first)
    const model = openRoleModel(world.deps, claim, never, { runSeed: 5, ordinal: 0 }, QUICK)
    await expect(model.ask(ask(player))).rejects.toThrow(/ECONNREFUSED/)
    expect(await ledgerOf(world.db, 'runId', run.id)).toMatchObject({ spentMicroUsd: 0, exchanges: 4 })
  })

  test('a disabled connection, a missing price and a key that does not open are named before any call', async () => {
    const { player, run, open, connectionId } = await start('tiny-churn')
    const claim = await world.claim(run.first)
    const refusal = (message: RegExp) => expect(open(claim).ask(ask(player))).rejects.toThrow(message)
    const change = (data: object) => world.db.connection.update({ where: { id: connectionId }, data })
    await change({ disabledAt: new Date() })
    await refusal(/is disabled/)
    await change({ disabledAt: null, prices: {} })
    await refusal(/no price for tiny-churn/)
    await change({
      prices: { 'tiny-churn': PRICE },
      sealedKey: await world.deps.secrets.seal('k', 'another'),
    })
    await refusal(/cannot be opened/)
    expect(await world.exchanges({ runId: run.id })).toEqual([])
  })
})

describe('caps', () => {
  /** A cap that lets one call be reserved, and no other once it has cost anything. */
  async function oneCall(): Promise<number> {
    const { player, run, open } = await start('tiny-churn')
    await open(await world.claim(run.first)).ask(ask(player))
    const [row] = await world.exchanges({ runId: run.id })
    expect(row?.costMicroUsd).toBeGreaterThan(0n)
    return Number(row?.reservedMicroUsd)
  }

  test('of the run: the call that could exceed it is not made', async () => {
    const cap = await oneCall()
    const { player, run, open } = await start('tiny-churn', cap)
    const model = open(await world.claim(run.first))
    await model.ask(ask(player))
    const before = (await world.served('tiny-churn')).length
    await expect(model.ask(ask(player, { turn: 1 }))).rejects.toThrow(BudgetReached)
    expect(await world.served('tiny-churn')).toHaveLength(before)
    const { spentMicroUsd, reservedMicroUsd } = await ledgerOf(world.db, 'runId', run.id)
    expect(spentMicroUsd).toBeLessThanOrEqual(cap)
    expect(reservedMicroUsd).toBe(0)
    // What was answered is still read back: it costs nothing.
    expect(await model.ask(ask(player))).toMatchObject({ finishReason: 'stop' })
  })

  test('of the connection hold over all of its runs', async () => {
    const cap = await oneCall()
    const { player, open, run, connectionId } = await start('tiny-churn', ROOMY, 1, cap)
    await open(await world.claim(run.first)).ask(ask(player))
    const other = await world.run(player, ROOMY, 1, seeds++)
    const claim = await world.claim(other.first)
    const model = openRoleModel(world.deps, claim, never, { runSeed: seeds, ordinal: 0 }, QUICK)
    await expect(model.ask(ask(player))).rejects.toThrow(/cap of the connection/)
    expect((await ledgerOf(world.db, 'connectionId', connectionId)).spentMicroUsd).toBeLessThanOrEqual(cap)
  })

  test('are never exceeded by workers that reserve at once; who finds no room waits for what comes back', async () => {
    // Room for three: a place in a larger run takes a byte more.
    const cap = Math.floor(3.5 * (await oneCall()))
    const { player, run, open } = await start('tiny-churn', cap, 12)
    const held = heldModel()
    const claims = await Promise.all(run.candidates.map((id) => world.claim(id)))
    const asked = Promise.all(claims.map((claim) => open(claim, never, held).ask(ask(player))))
    await expect.poll(() => held.asked, { timeout: 20_000 }).toBe(3)
    const ledger = () => ledgerOf(world.db, 'runId', run.id)
    const isBelow = async () => {
      const { spentMicroUsd, reservedMicroUsd } = await ledger()
      expect(spentMicroUsd + reservedMicroUsd).toBeLessThanOrEqual(cap)
    }
    await isBelow()
    let isOver = false
    const watching = (async () => {
      while (!isOver) await isBelow()
    })()
    held.release()
    await asked
    isOver = true
    await watching
    // Every call was settled at 10 + 10 tokens.
    expect(await ledger()).toMatchObject({ spentMicroUsd: 12 * 30, reservedMicroUsd: 0, exchanges: 12 })
  })

  test('refuse when waiting is in vain', async () => {
    const bound = await oneCall()
    const { player, run, runSeed } = await start('tiny-churn', bound + 100, 2)
    const held = heldModel()
    const [first, second] = await Promise.all(run.candidates.map((id) => world.claim(id)))
    if (!first || !second) throw new Error('not claimed')
    const deps = { ...world.deps, languageModel: held }
    const open = (claim: Claim & BudgetOwner) =>
      openRoleModel(deps, claim, never, { runSeed, ordinal: claim.ordinal }, { ...QUICK, callMs: 60 })
    const answered = open(first).ask(ask(player))
    await expect.poll(() => held.asked, { timeout: 20_000 }).toBe(1)
    await expect(open(second).ask(ask(player))).rejects.toThrow(BudgetReached)
    held.release()
    await answered
    expect(held.asked).toBe(1)
  })
})

describe('crashes', () => {
  /** A worker that dies between the call and the settlement: nothing of it reaches the database any more. */
  async function crash(model: string) {
    const started = await start(model)
    const claim = await world.claim(started.run.first)
    const held = heldModel()
    const lost = started.open(claim, never, held).ask(ask(started.player))
    await expect.poll(() => held.asked, { timeout: 20_000 }).toBe(1)
    await world.requeue(started.run.first)
    return { ...started, held, lost }
  }

  test('between call and settlement: the request is lost at its reservation, and asked again', async () => {
    const { run, open, player, held, lost } = await crash('tiny-churn')
    const answer = await open(await world.claim(run.first)).ask(ask(player))
    expect(answer.text).not.toBe('late')
    const rows = await world.exchanges({ runId: run.id })
    expect(rows.map((row) => [row.try, row.attempt, row.status])).toEqual([
      [1, 1, 'lost'],
      [2, 2, 'answered'],
    ])
    expect(rows[0]?.costMicroUsd).toBe(rows[0]?.reservedMicroUsd)
    expect(await eventTypes(run.id)).toEqual(['model.asked', 'model.lost', 'model.asked', 'model.answered'])
    // The dead worker turns out to be alive: it neither settles nor asks again.
    held.release()
    await expect(lost).rejects.toMatchObject({ reason: 'fenced' })
    expect(await world.exchanges({ runId: run.id })).toEqual(rows)
  })

  test('a worker without its claim asks nothing', async () => {
    const { run, open, player } = await start('tiny-churn')
    const old = await world.claim(run.first)
    await world.requeue(run.first)
    await world.claim(run.first)
    const before = (await world.served('tiny-churn')).length
    await expect(open(old).ask(ask(player))).rejects.toMatchObject({ reason: 'fenced' })
    expect(await world.served('tiny-churn')).toHaveLength(before)
    expect(await world.exchanges({ runId: run.id })).toEqual([])
  })

  test('a candidate that ends for another reason leaves no request open', async () => {
    const { run, held, lost } = await crash('tiny-churn')
    const claim = await world.claim(run.first)
    const ending = { to: 'error', reasonCode: 'worker-lost', reason: 'x' } as const
    await world.db.$transaction((tx) => endCandidate(tx, claim, ending))
    expect(await world.exchanges({ runId: run.id })).toMatchObject([{ status: 'lost' }])
    held.release()
    await expect(lost).rejects.toMatchObject({ reason: 'fenced' })
  })
})

describe('stopping', () => {
  test.each(['cancelled', 'shutdown'] as const)(
    '%s aborts the call, puts it down as lost and makes no other',
    async (reason) => {
      const { run, open, player } = await start('tiny-churn')
      const controller = new AbortController()
      const held = heldModel()
      const model = open(await world.claim(run.first), controller.signal, held)
      const pending = model.ask(ask(player))
      await expect.poll(() => held.asked, { timeout: 20_000 }).toBe(1)
      controller.abort(new LeaseLost(reason))
      await expect(pending).rejects.toMatchObject({ reason })
      await expect(model.ask(ask(player, { turn: 1 }))).rejects.toMatchObject({ reason })
      expect(held.asked).toBe(1)
      const [row, ...more] = await world.exchanges({ runId: run.id })
      expect(more).toEqual([])
      expect(row).toMatchObject({ status: 'lost', costMicroUsd: row?.reservedMicroUsd })
    },
  )

  test('ends the wait between two requests', async () => {
    const { run, player, runSeed } = await start('tiny-churn+429')
    const controller = new AbortController()
    const backoff = { attempts: 9, baseMs: 600_000, maxMs: 600_000, maxRetryAfterMs: 600_000 }
    const claim = await world.claim(run.first)
    const asker = { runSeed, ordinal: 0 }
    const pending = openRoleModel(world.deps, claim, controller.signal, asker, { backoff }).ask(ask(player))
    await expect
      .poll(async () => (await world.exchanges({ runId: run.id }))[0]?.status, { timeout: 20_000 })
      .toBe('failed')
    controller.abort(new LeaseLost('cancelled'))
    await expect(pending).rejects.toThrow('aborted')
    expect(await world.exchanges({ runId: run.id })).toHaveLength(1)
  })
})
