import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Database, openDatabase } from '#lib/db/client.ts'
import type { Actor } from '#lib/domain/capabilities.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { openServices } from '#lib/services/open-services.ts'
import { startRun } from '#lib/services/runs/start-run.ts'
import { startPostgres } from '#scripts/embedded-postgres.mjs'
import { grantApplication, migrate } from '#scripts/setup/database.mjs'

const WORKER = fileURLToPath(new URL('double-worker.fixture.ts', import.meta.url))
const SYSTEM: Actor = { kind: 'system' }

/** An installation in a home of its own: a database server that may be killed, and worker processes with a sandbox double. */
export type DoubleWorld = {
  home: string
  url: string
  database: Database
  startWorker(): ChildProcess
  /** Starts a run of so many quick candidates over two seeds, twice, which is once. Answers with its id. */
  order(candidates: number): Promise<string>
  /** What the workers wrote to their logs. */
  logs(): string
  close(): Promise<void>
}

/** Ends a process, and waits until it is gone. */
export async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill(signal)
  await once(child, 'exit')
}

/** While this file lies in the home, no blob can be written: the store's disk is full at its lowest level. */
export const fullDisk = (home: string) => {
  const file = join(home, 'disk-is-full')
  return { isFull: () => existsSync(file), fill: () => writeFileSync(file, ''), free: () => rmSync(file) }
}

export async function openDoubleWorld(prefix: string): Promise<DoubleWorld> {
  const home = mkdtempSync(join(tmpdir(), prefix))
  const server = await startPostgres({ home, throwaway: true })
  const url = server.appUrl
  migrate(server.ownerUrl)
  await grantApplication(server.ownerUrl)
  const database = openDatabase(url)
  const workers: ChildProcess[] = []
  const log = join(home, 'workers.log')
  appendFileSync(log, '')
  return {
    home,
    url,
    database,
    startWorker() {
      const own = { DATABASE_URL: url, SANDMLE_HOME: home, NODE_ENV: 'production' } as const
      const worker = spawn(process.execPath, [WORKER], {
        env: { ...process.env, ...own },
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      worker.stderr?.on('data', (text: Buffer) => appendFileSync(log, text))
      workers.push(worker)
      return worker
    },
    async order(candidates) {
      const base = {
        source: 's',
        licence: 'l',
        uploadedBy: 'u',
        description: 'A seed.',
        files: [],
        title: 't',
      }
      const facts = { modality: 'tabular', taskType: 'binary', metric: 'auc', direction: 'maximize' } as const
      const slugs = [randomUUID(), randomUUID()]
      const made = slugs.map((slug) => ({
        ...{ ...base, ...facts, slug, dna: makeDna() },
        contentHash: randomUUID().replaceAll('-', '').repeat(2),
      }))
      await database.db.seed.createMany({ data: made })
      const seeds = (await database.db.seed.findMany({ where: { slug: { in: slugs } } })).map(({ id }) => id)
      const services = openServices({ databaseUrl: url, home })
      const idempotencyKey = randomUUID()
      const input = { seeds, candidates, certificate: 'quick' as const, runSeed: 3, idempotencyKey }
      try {
        const ctx = { ...services, actor: SYSTEM, requestId: 'test' }
        const run = await startRun({ ctx, input })
        if ((await startRun({ ctx, input })).id !== run.id) throw new Error('one order gave two runs')
        return run.id
      } finally {
        await services.queue.close()
        await services.close()
      }
    },
    logs: () => readFileSync(log, 'utf8'),
    async close() {
      for (const worker of workers) await endProcess(worker, 'SIGTERM')
      await database.close()
    },
  }
}
