import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Prices } from '#lib/contracts/connections.ts'
import { openTestDatabase } from '#lib/db/test-database.ts'
import { BUILTIN_PLAYERS, type ModelPlayer } from '#lib/domain/player.ts'
import type { LanguageModel } from '#lib/domain/ports/language-model.ts'
import type { RoleAsk } from '#lib/domain/ports/role-model.ts'
import { RunRequest } from '#lib/domain/run.ts'
import type { Role } from '#lib/domain/vocabulary.ts'
import { openLanguageModel } from '#lib/llm/open-language-model.ts'
import { LogLine } from '#lib/llm/scripted-provider/request-log.ts'
import { startScriptedProvider } from '#lib/llm/scripted-provider/scripted-provider.ts'
import { log } from '#lib/log.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { openBlobStore } from '#lib/storage/open-blob-store.ts'
import { openSecrets } from '#lib/storage/sealed-secrets.ts'
import { CANDIDATE, type Claim } from '#workers/candidate/candidate-lease.ts'
import type { Deps } from '#workers/deps.ts'
import { claimRow } from '#workers/leases/lease.ts'
import { type BudgetOwner, candidateBudget } from '#workers/models/budget-owner.ts'
import type { ModelDeps } from '#workers/models/call-model.ts'

export const KEY = 'sk-scripted-0123456789'
/** A price at which every call costs something and a reservation is large beside it. */
export const PRICE = { inputMicroUsd: 1_000_000, outputMicroUsd: 2_000_000 }
/** Waits of milliseconds; everything else as in production. */
export const QUICK = { backoff: { attempts: 4, baseMs: 4, maxMs: 16, maxRetryAfterMs: 5_000 }, heldMs: 20 }
const CASSETTES = fileURLToPath(new URL('../../lib/llm/scripted-provider/fixtures', import.meta.url))

type ConnectionOptions = { prices?: Prices; capMicroUsd?: number; baseUrl?: string }

/** A database, a scripted provider with its log, and the part of a worker that asks models. */
export async function openModelWorld() {
  const database = await openTestDatabase()
  const { db } = database
  const home = await mkdtemp(join(tmpdir(), 'models-'))
  const logFile = join(home, 'provider.jsonl')
  const options = { port: 0, cassettes: CASSETTES, log: logFile, slowMs: 5, retryAfterSeconds: 1 }
  const provider = await startScriptedProvider(options)
  const secrets = openSecrets(home)
  const silent = { ...log, warn: () => undefined, error: () => undefined }
  const deps: ModelDeps = {
    db,
    secrets,
    blobs: openBlobStore(join(home, 'blobs')),
    log: silent,
    languageModel: openLanguageModel({ idleMs: 150 }),
    stopping: new AbortController().signal,
  }
  const facts = { modality: 'tabular', taskType: 'binary', metric: 'auc', direction: 'maximize' } as const
  const texts = { title: 't', description: 'd', source: 's', licence: 'l', uploadedBy: 'u' }
  const seed = await db.seed.create({
    data: { slug: 's', contentHash: 'c'.repeat(64), dna: makeDna(), files: [], ...facts, ...texts },
  })

  async function connection({ prices, capMicroUsd, baseUrl }: ConnectionOptions = {}): Promise<string> {
    const id = randomUUID()
    await db.connection.create({
      data: {
        id,
        name: `c-${id}`,
        kind: 'openai-compatible',
        baseUrl: baseUrl ?? provider.baseUrl,
        sealedKey: await secrets.seal(KEY, id),
        structuredOutput: 'json-schema',
        allowPrivate: true,
        prices: prices ?? {},
        capMicroUsd: capMicroUsd ?? null,
        createdBy: 'owner',
      },
    })
    return id
  }
  const player = (connectionId: string, model: string, maxOutputTokens = 500): ModelPlayer => ({
    kind: 'model',
    connectionId,
    model,
    temperature: null,
    maxOutputTokens,
  })
  /** A run of candidates that nobody has claimed yet. */
  async function run(
    as: ModelPlayer,
    capMicroUsd: number,
    candidates = 1,
    runSeed = 5,
    { role = 'data-strategist', from = 0 }: { role?: Role; from?: number } = {},
  ) {
    const request = RunRequest.parse({
      v: 1,
      seedIds: [seed.id],
      candidates,
      certificate: 'quick',
      runSeed,
      players: { ...BUILTIN_PLAYERS, [role]: as },
      capMicroUsd,
      submitForReview: false,
    })
    const made = await db.run.create({
      data: { name: 'r', request, idempotencyKey: randomUUID(), createdBy: 'author' },
    })
    const ids: string[] = []
    for (let ordinal = from; ordinal < from + candidates; ordinal++)
      ids.push((await db.candidate.create({ data: { runId: made.id, ordinal, seedId: seed.id } })).id)
    return { id: made.id, candidates: ids, first: ids[0] ?? '' }
  }
  /** A claim that can ask and pay at once. */
  async function claim(candidateId: string): Promise<Claim & BudgetOwner> {
    const claimed = await claimRow({ ...deps, workerId: 'w' } as Deps, CANDIDATE, candidateId)
    if (!claimed) throw new Error('not claimed')
    return { ...claimed, ...candidateBudget(claimed) }
  }
  return {
    database,
    db,
    home,
    deps,
    provider,
    connection,
    player,
    run,
    claim,
    /** What happens to a candidate whose worker went silent: back into the queue. */
    requeue: (candidateId: string) =>
      db.candidate.update({ where: { id: candidateId }, data: { status: 'queued', leaseUntil: null } }),
    exchanges: (where: { runId?: string; candidateId?: string; connectionId?: string }) =>
      db.exchange.findMany({ where, orderBy: [{ createdAt: 'asc' }, { try: 'asc' }] }),
    /** What the provider served, by its own log. */
    async served(model: string): Promise<LogLine[]> {
      const text = await readFile(logFile, 'utf8').catch(() => '')
      const lines = text.split('\n').filter((line) => line !== '')
      return lines.map((line) => LogLine.parse(JSON.parse(line))).filter((line) => line.model === model)
    },
    async close(): Promise<void> {
      await provider.close()
      await database.drop()
      await rm(home, { recursive: true, force: true })
    },
  }
}
export type ModelWorld = Awaited<ReturnType<typeof openModelWorld>>

export const ask = (player: ModelPlayer, over: Partial<RoleAsk> = {}): RoleAsk => ({
  role: 'data-strategist',
  repair: 0,
  turn: 0,
  player,
  system: 'You plan data.',
  messages: [{ role: 'user', text: 'Plan it.' }],
  schema: null,
  promptHash: 'p'.repeat(64),
  ...over,
})

/** A model whose calls hang until the caller lets them go or aborts. */
export function heldModel(text = 'late'): LanguageModel & { asked: number; release: () => void } {
  const gate = Promise.withResolvers<void>()
  const model = {
    asked: 0,
    release: gate.resolve,
    async complete(_: unknown, signal: AbortSignal) {
      model.asked++
      await new Promise<void>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true })
        void gate.promise.then(resolve)
      })
      const usage = { inputTokens: 10, outputTokens: 10 }
      return { kind: 'reply' as const, text, finishReason: 'stop' as const, usage, latencyMs: 1 }
    },
    listModels: async () => ({ kind: 'models' as const, models: [] }),
  }
  return model
}
