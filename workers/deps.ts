import { randomBytes, randomUUID } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Db, openDatabase } from '#lib/db/client.ts'
import type { Catalogue } from '#lib/domain/artefacts/catalogue.ts'
import type { BlobStore } from '#lib/domain/ports/blob-store.ts'
import type { LanguageModel } from '#lib/domain/ports/language-model.ts'
import type { Sandbox } from '#lib/domain/ports/sandbox.ts'
import type { Secrets } from '#lib/domain/ports/secrets.ts'
import { env } from '#lib/env.ts'
import { type OpenedQueue, openQueue } from '#lib/jobs/open-queue.ts'
import { openLanguageModel } from '#lib/llm/open-language-model.ts'
import { type Log, log } from '#lib/log.ts'
import type { PromptShelf } from '#lib/pipeline/prompts.ts'
import { openSandbox } from '#lib/sandbox/open-sandbox.ts'
import { openBlobStore } from '#lib/storage/open-blob-store.ts'
import { openSecrets } from '#lib/storage/sealed-secrets.ts'
import { readCatalogue } from '#workers/maintenance/read-catalogue.ts'
import { loadPrompts } from '#workers/models/load-prompts.ts'

/** Everything that handlers work with. Tests build it with a sandbox double; nothing else is ever doubled. */
export type Deps = {
  db: Db
  blobs: BlobStore
  queue: Pick<OpenedQueue, 'enqueue'>
  sandbox: Sandbox
  catalogue: Catalogue
  runtimeHash: string
  /** What models that play a role are asked with. */
  prompts: PromptShelf
  languageModel: LanguageModel
  /** Opens the keys of connections. */
  secrets: Secrets
  /** Keys the secrets of generated tasks, so that a run seed alone never gives an answer away. */
  engineKey: string
  workerId: string
  log: Log
  /** Aborts when the worker stops. */
  stopping: AbortSignal
}
export type OpenedDeps = { deps: Deps; queue: OpenedQueue; stop: () => void; close: () => Promise<void> }

/** The installation's key; made once, kept with mode 0600. Workers on several machines share the home folder. */
async function engineKey(home: string): Promise<string> {
  const dir = join(home, 'keys')
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const file = join(dir, 'engine')
  const made = randomBytes(32).toString('hex')
  await writeFile(file, made, { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  })
  return (await readFile(file, 'utf8')).trim()
}

/** The one composition root: opens database, blobs, queue and sandbox, and reads the engine's catalogue. */
export async function openDeps(): Promise<OpenedDeps> {
  const { DATABASE_URL, SANDMLE_HOME, SANDMLE_PYTHON } = env()
  const database = openDatabase(DATABASE_URL)
  const queue = openQueue(DATABASE_URL, { maintain: true, onError: (error) => log.error('queue', { error }) })
  const sandbox = await openSandbox({
    pythonDir: fileURLToPath(new URL('../python', import.meta.url)),
    interpreter: SANDMLE_PYTHON,
    homeDir: SANDMLE_HOME,
    log: (line) => log.info(line),
  })
  const close = async () => {
    await queue.close()
    await sandbox.close()
    await database.close()
  }
  if (sandbox.capabilities.kind === 'refused') {
    await close()
    throw new Error(`${sandbox.capabilities.reason} ${sandbox.capabilities.fix}`)
  }
  const stopping = new AbortController()
  const deps: Deps = {
    db: database.db,
    blobs: openBlobStore(join(SANDMLE_HOME, 'blobs')),
    queue,
    sandbox,
    catalogue: await readCatalogue(sandbox),
    runtimeHash: sandbox.capabilities.runtimeHash,
    prompts: await loadPrompts(),
    languageModel: openLanguageModel(),
    secrets: openSecrets(SANDMLE_HOME),
    engineKey: await engineKey(SANDMLE_HOME),
    workerId: `${hostname()}-${randomUUID().slice(0, 8)}`,
    log,
    stopping: stopping.signal,
  }
  return { deps, queue, stop: () => stopping.abort(), close }
}
