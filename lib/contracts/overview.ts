import { z } from 'zod'
import type { Endpoints } from '#lib/contracts/endpoint.ts'
import { Time } from '#lib/contracts/paging.ts'
import { RunView } from '#lib/contracts/runs.ts'
import { VERSION_STATUSES } from '#lib/domain/version.ts'

/** Counts of the loop: seed, run, environment, review, pack. */
export const Overview = z.object({
  seeds: z.int(),
  /** `waiting`: those of `active` that wait for a person. */
  runs: z.object({ active: z.int(), waiting: z.int(), total: z.int() }),
  candidates: z.record(z.string(), z.int()),
  environments: z.record(z.string(), z.int()),
  review: z.object({ waiting: z.int(), oldestSubmittedAt: Time.nullable() }),
  packs: z.object({ ready: z.int(), total: z.int() }),
  recentRuns: z.array(RunView),
  approvedThisWeek: z.int(),
  /** The UTC day by the database's clock. */
  today: z.iso.date(),
  /** Ended candidates a UTC day, last 30 days. */
  outcomes: z.array(z.object({ day: z.iso.date(), status: z.string(), count: z.int() })),
  /** What broke in the last seven days, newest first, at most ten; of uploads, the reader's own. Errors of one run's candidates are one row. */
  broken: z.array(
    z.object({
      kind: z.enum(['run', 'pack', 'upload', 'candidate']),
      id: z.uuid(),
      /** The run to look at: its own for a run, that of a candidate, null for packs and uploads. */
      runId: z.uuid().nullable(),
      title: z.string(),
      message: z.string(),
      at: Time,
    }),
  ),
  people: z.int(),
  /** The reader's own environments that wait for them: sent back by a reviewer or the gates, or edited and not submitted. */
  returned: z.array(
    z.object({
      versionId: z.uuid(),
      slug: z.string(),
      title: z.string(),
      version: z.int(),
      status: z.enum(VERSION_STATUSES),
      /** What the reviewer or the gates said. */
      message: z.string(),
      at: Time,
    }),
  ),
})
export type Overview = z.infer<typeof Overview>

/** The parts that may be ill, from the ground up. */
export const HEALTH_PARTS = [
  'database',
  'storage',
  'sandbox',
  'worker',
  'queue',
  'supervisor',
  'web',
] as const
/** What is wrong, since when, and what to do or to wait for. */
export const HealthProblem = z.object({
  part: z.enum(HEALTH_PARTS),
  reason: z.string(),
  /** Seconds; null where nobody saw it begin. */
  forS: z.int().nullable(),
  next: z.string(),
})
export type HealthProblem = z.infer<typeof HealthProblem>

export const Health = z.object({
  status: z.enum(['ok', 'degraded', 'down']),
  version: z.string(),
  /** Everything that keeps `status` from being ok, worst first. */
  problems: z.array(HealthProblem),
  database: z.object({ status: z.enum(['ok', 'down']), latencyMs: z.int() }),
  queue: z.object({
    status: z.enum(['ok', 'stalled', 'unknown']),
    queued: z.int(),
    running: z.int(),
    oldestQueuedS: z.int().nullable(),
  }),
  workers: z.array(
    z.object({
      id: z.string(),
      beatS: z.int(),
      alive: z.boolean(),
      /** Its sandbox pool; null where it does not tell. */
      pool: z
        .object({
          state: z.string(),
          reason: z.string().nullable(),
          lastFault: z.string().nullable().describe('Why it was last restarted; null if it never was.'),
          forS: z.int(),
        })
        .nullable(),
    }),
  ),
  sandbox: z.object({
    status: z.enum(['ok', 'stuck', 'restarting', 'refused', 'unknown']),
    backend: z.string().nullable(),
    runtime: z.string().nullable(),
    pinned: z
      .boolean()
      .nullable()
      .describe('Whether its versions are those of python/requirements.lock; null where nobody tells.'),
    reason: z.string().nullable(),
    fix: z.string().nullable(),
  }),
  /** Room for files, as web and workers find it; `full` pauses work. */
  storage: z.object({
    status: z.enum(['ok', 'full', 'unusable', 'unknown']),
    freeBytes: z.int().nullable(),
    reason: z.string().nullable(),
  }),
  /** What starts again what died. `none`: started by hand. */
  supervisor: z.object({
    status: z.enum(['ok', 'gone', 'none']),
    parts: z.array(
      z.object({
        name: z.string(),
        state: z.enum(['up', 'restarting', 'failing']),
        restarts: z.int(),
        forS: z.int(),
        reason: z.string().nullable(),
      }),
    ),
  }),
})
export type Health = z.infer<typeof Health>

export const AuditEntry = z.object({
  id: z.string(),
  at: Time,
  actorKind: z.string(),
  actorId: z.string(),
  actorName: z.string(),
  verb: z.string(),
  entity: z.string(),
  entityId: z.string(),
  detail: z.record(z.string(), z.unknown()),
})
export type AuditEntry = z.infer<typeof AuditEntry>
/** A filter that is not known is refused: an answer that ignored it would look filtered. */
export const AuditQuery = z.strictObject({
  entity: z.string().max(40).optional(),
  entityId: z.string().max(80).optional(),
  before: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export const AuditList = z.object({ entries: z.array(AuditEntry), next: z.string().nullable() })
export type AuditList = z.infer<typeof AuditList>

/** The product as a whole. */
export const STUDIO = {
  health: {
    method: 'GET',
    path: '/api/health',
    summary: 'State of database, queue, workers and sandbox',
    right: null,
    open: true,
    response: Health,
  },
  description: {
    method: 'GET',
    path: '/api/v1/openapi.json',
    summary: 'This description',
    right: null,
    open: true,
    response: z.record(z.string(), z.unknown()),
  },
  overview: {
    method: 'GET',
    path: '/api/v1/overview',
    summary: 'Counts of the loop',
    right: 'overview.read',
    response: Overview,
  },
  audit: {
    method: 'GET',
    path: '/api/v1/audit',
    summary: 'Who did what, newest first',
    right: 'audit.read',
    query: AuditQuery,
    response: AuditList,
  },
} as const satisfies Endpoints
