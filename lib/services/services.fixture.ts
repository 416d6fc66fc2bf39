import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Tx } from '#lib/db/client.ts'
import { openMetricReader } from '#lib/db/metric-reader.ts'
import { openChannel } from '#lib/db/open-channel.ts'
import { openTestDatabase, type TestDatabase } from '#lib/db/test-database.ts'
import type { Task } from '#lib/domain/artefacts/task.ts'
import type { Actor } from '#lib/domain/capabilities.ts'
import { notFound } from '#lib/domain/errors.ts'
import { CURRENT_GATE_SET, gatesOf } from '#lib/domain/gates.ts'
import type { BlobStore } from '#lib/domain/ports/blob-store.ts'
import type { Job, Queue } from '#lib/domain/ports/queue.ts'
import type { Secrets } from '#lib/domain/ports/secrets.ts'
import { REVIEW_CRITERIA } from '#lib/domain/review-policy.ts'
import type { VersionStatus } from '#lib/domain/version.ts'
import type { CertificateKind, TokenScope, UserRole } from '#lib/domain/vocabulary.ts'
import { sha256 } from '#lib/packs/digest.ts'
import { taskFixture } from '#lib/packs/task.fixture.ts'
import { contentHashOf } from '#lib/packs/task-format.ts'
import type { WebContext } from '#lib/services/context.ts'
import { TRIAL_CHANNEL } from '#lib/services/open-services.ts'
import { openSecrets } from '#lib/storage/sealed-secrets.ts'

/** Blobs in memory, with the rules of the real store. */
function memoryBlobs(): BlobStore {
  const blobs = new Map<string, Uint8Array>()
  const get = async (hash: string) => {
    const content = blobs.get(hash)
    if (content === undefined) throw notFound('blob', hash)
    return content
  }
  const stage: BlobStore['stage'] = async (content) => {
    const parts: Uint8Array[] = []
    if (content instanceof Uint8Array) parts.push(content)
    else for await (const part of content) parts.push(part)
    const bytes = Buffer.concat(parts)
    const keep = async () => void blobs.set(sha256(bytes), bytes)
    return { sha256: sha256(bytes), bytes: bytes.length, keep, drop: async () => undefined }
  }
  return {
    stage,
    async put(content) {
      const { sha256, bytes, keep } = await stage(content)
      await keep()
      return { sha256, bytes }
    },
    get,
    async *stream(hash) {
      yield await get(hash)
    },
    has: async (hash) => blobs.has(hash),
    room: async () => ({ state: 'ok', freeBytes: 2 ** 40, reason: null }),
    sweep: async () => ({ files: 0, bytes: 0 }),
    // Nothing that a service does needs a file.
    fileOf: async (hash) => Promise.reject(notFound('file of blob', hash)),
  }
}

export type TestServices = {
  database: TestDatabase
  blobs: BlobStore
  secrets: Secrets
  /** What was enqueued, in order. Not undone by a rollback: tests of rollback look at rows. */
  jobs: Job[]
  as(actor: Actor): WebContext
  user(role: UserRole, name?: string): Promise<Actor & { kind: 'user' }>
  token(role: UserRole, scope: TokenScope): Promise<Actor & { kind: 'token' }>
  /** A version with files and gate results, as a worker would have frozen it. */
  version(
    options?: VersionOptions,
  ): Promise<{ id: string; environmentId: string; slug: string; contentHash: string }>
  seed(slug: string): Promise<string>
  close(): Promise<void>
}
export type VersionOptions = {
  status?: VersionStatus
  author?: string
  editor?: string
  certificate?: CertificateKind | 'none'
  task?: Partial<Task>
  slug?: string
}

/** A mark for every criterion, as an approval needs it. */
export const ALL_GOOD = REVIEW_CRITERIA.map((criterion) => ({ criterion, mark: 'good' as const }))

export const SYSTEM: Actor = { kind: 'system' }

export async function openTestServices(): Promise<TestServices> {
  const database = await openTestDatabase()
  const { db } = database
  const blobs = memoryBlobs()
  const channel = openChannel(database.appUrl, TRIAL_CHANNEL)
  const home = await mkdtemp(join(tmpdir(), 'services-'))
  const secrets = openSecrets(home)
  const metrics = openMetricReader(database.pool)
  const jobs: Job[] = []
  const queue: Queue<Tx> = { enqueue: async (_tx, job) => void jobs.push(job) }
  const user = async (role: UserRole, name = `${role} ${randomUUID().slice(0, 4)}`) => {
    const id = randomUUID()
    await db.user.create({ data: { id, name, email: `${id}@example.org`, role } })
    return { kind: 'user', userId: id, name, role } as const
  }
  return {
    database,
    blobs,
    secrets,
    jobs,
    as: (actor) => ({ db, blobs, queue, channel, secrets, metrics, actor, requestId: 'test' }),
    user,
    async token(role, scope) {
      const { userId, name } = await user(role)
      const row = await db.apiToken.create({ data: { userId, name: 't', scope, tokenHash: randomUUID() } })
      return { kind: 'token', tokenId: row.id, userId, name, role, scope }
    },
    async version(options = {}) {
      const slug = options.slug ?? `task-${randomUUID().slice(0, 8)}`
      const { task, manifest, files } = taskFixture(slug, options.task)
      for (const content of files.values()) await blobs.put(content)
      const author = options.author ?? 'system'
      const contentHash = contentHashOf(manifest)
      const environment = await db.environment.create({ data: { slug, title: task.title } })
      const { modality, task: taskType, metric, direction, runtimeHash, specSha256 } = task
      const row = await db.version.create({
        data: {
          environmentId: environment.id,
          number: 1,
          contentHash,
          status: options.status ?? 'in-review',
          authorId: author,
          editorId: options.editor ?? author,
          title: task.title,
          domain: `${task.domain.family}/${task.domain.id}`,
          modality,
          taskType,
          metric,
          direction,
          runtimeHash,
          engineVersion: 'e'.repeat(64),
          specSha256,
          task: JSON.parse(JSON.stringify(task)),
          manifest: JSON.parse(JSON.stringify(manifest)),
          submittedAt: new Date(),
        },
      })
      const kind = options.certificate ?? 'full'
      const gates = kind === 'none' ? [] : gatesOf(kind).map((gate) => ({ gate, kind }))
      await db.gateResult.createMany({
        data: gates.map(({ gate, kind }) => ({
          versionId: row.id,
          gateSet: CURRENT_GATE_SET,
          gate,
          kind,
          verdict: 'passed' as const,
          evidence: {
            v: 1,
            checks: [
              { id: `${gate}-check`, passed: true, value: 1, limit: 2, message: 'fine', anchor: null },
            ],
          },
        })),
      })
      return { id: row.id, environmentId: environment.id, slug, contentHash }
    },
    async seed(slug) {
      const words = { modality: 'tabular', taskType: 'binary', metric: 'auc', direction: 'maximize' } as const
      const texts = { title: slug, description: 'd', source: 's', licence: 'CC0-1.0', uploadedBy: 'system' }
      const row = await db.seed.create({
        data: { slug, contentHash: sha256(slug), dna: {}, files: [], ...words, ...texts },
      })
      return row.id
    },
    async close() {
      await channel.close()
      await rm(home, { recursive: true, force: true })
      await database.drop()
    },
  }
}
