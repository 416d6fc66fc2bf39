import { z } from 'zod'
import { Time } from '#lib/contracts/paging.ts'
import { RunView } from '#lib/contracts/runs.ts'

/** Counts of the loop: seed, run, environment, review, pack. */
export const Overview = z.object({
  seeds: z.int(),
  runs: z.object({ active: z.int(), total: z.int() }),
  candidates: z.record(z.string(), z.int()),
  environments: z.record(z.string(), z.int()),
  review: z.object({ waiting: z.int(), oldestSubmittedAt: Time.nullable() }),
  packs: z.object({ ready: z.int(), total: z.int() }),
  recentRuns: z.array(RunView),
  approvedThisWeek: z.int(),
  /** Ended candidates a UTC day, last 30 days. */
  outcomes: z.array(z.object({ day: z.iso.date(), status: z.string(), count: z.int() })),
  /** What broke in the last seven days, newest first, at most ten. */
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
})
export type Overview = z.infer<typeof Overview>

export const Health = z.object({
  status: z.enum(['ok', 'degraded', 'down']),
  version: z.string(),
  database: z.object({ status: z.enum(['ok', 'down']), latencyMs: z.int() }),
  queue: z.object({
    status: z.enum(['ok', 'stalled', 'unknown']),
    queued: z.int(),
    running: z.int(),
    oldestQueuedS: z.int().nullable(),
  }),
  workers: z.array(z.object({ id: z.string(), beatS: z.int(), alive: z.boolean() })),
  sandbox: z.object({
    status: z.enum(['ok', 'refused', 'unknown']),
    backend: z.string().nullable(),
    runtime: z.string().nullable(),
    reason: z.string().nullable(),
    fix: z.string().nullable(),
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
export const AuditQuery = z.object({
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
