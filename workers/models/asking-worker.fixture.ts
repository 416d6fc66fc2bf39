// A worker that only asks: claims the candidates of a run one after the other, asks their models, ends them. Real
// process, real lease, real ledger; no sandbox, so that a test can kill it many times.
import { join } from 'node:path'
import { z } from 'zod'
import { openDatabase } from '#lib/db/client.ts'
import { isModel } from '#lib/domain/player.ts'
import { RunRequest } from '#lib/domain/run.ts'
import type { Role } from '#lib/domain/vocabulary.ts'
import { openLanguageModel } from '#lib/llm/open-language-model.ts'
import { log } from '#lib/log.ts'
import { openBlobStore } from '#lib/storage/open-blob-store.ts'
import { openSecrets } from '#lib/storage/sealed-secrets.ts'
import { CANDIDATE } from '#workers/candidate/candidate-lease.ts'
import { endCandidate } from '#workers/candidate/end-candidate.ts'
import { claimRow } from '#workers/leases/lease.ts'
import { candidateBudget } from '#workers/models/budget-owner.ts'
import { openRoleModel } from '#workers/models/role-model.ts'

const { databaseUrl, home, runId, workerId } = z
  .object({ databaseUrl: z.string(), home: z.string(), runId: z.uuid(), workerId: z.string() })
  .parse(JSON.parse(process.argv[2] ?? '{}'))

/** What a candidate asks, in order: the scripted conversation of the fixtures with one repair. */
const QUESTIONS: readonly { role: Role; repair: number; turn: number }[] = [
  { role: 'data-strategist', repair: 0, turn: 0 },
  { role: 'ml-developer', repair: 0, turn: 0 },
  { role: 'data-strategist', repair: 1, turn: 0 },
  { role: 'ml-developer', repair: 1, turn: 0 },
  { role: 'technical-writer', repair: 1, turn: 0 },
]
/** Waits long enough for a provider that is started again. */
const backoff = { attempts: 200, baseMs: 20, maxMs: 200, maxRetryAfterMs: 5_000 }

const { db, close } = openDatabase(databaseUrl)
const deps = {
  db,
  log,
  workerId,
  secrets: openSecrets(home),
  blobs: openBlobStore(join(home, 'blobs')),
  languageModel: openLanguageModel({ idleMs: 2_000 }),
  stopping: new AbortController().signal,
}

async function work(candidateId: string): Promise<void> {
  const claim = await claimRow(deps, CANDIDATE, candidateId)
  if (!claim) return
  const { request } = await db.run.findUniqueOrThrow({ where: { id: runId } })
  const { players, runSeed } = RunRequest.parse(request)
  const player = players['data-strategist']
  if (!isModel(player)) throw new Error('the run has no model')
  const asker = { runSeed, ordinal: claim.ordinal }
  const model = openRoleModel(deps, candidateBudget(claim), new AbortController().signal, asker, { backoff })
  for (const question of QUESTIONS)
    await model.ask({
      ...question,
      player,
      system: 'You work on a task.',
      messages: [{ role: 'user', text: 'Do your part.' }],
      schema: null,
      promptHash: 'p',
    })
  await db.$transaction((tx) => endCandidate(tx, claim, { to: 'verified' }))
}

for (;;) {
  const queued = await db.candidate.findMany({ where: { runId, status: 'queued' }, select: { id: true } })
  const open = await db.candidate.count({ where: { runId, status: { in: ['queued', 'running'] } } })
  if (open === 0) break
  for (const { id } of queued) await work(id)
  await new Promise((resolve) => setTimeout(resolve, 50))
}
await close()
