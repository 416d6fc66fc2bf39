import type { EnvironmentView } from '#lib/contracts/environments.ts'
import type { Tx } from '#lib/db/client.ts'
import type { Actor } from '#lib/domain/capabilities.ts'
import type { VersionStatus } from '#lib/domain/version.ts'
import type { Direction, Metric, Modality, TaskType } from '#lib/domain/vocabulary.ts'
import {
  figuresOf,
  GATE_RESULT_SELECT,
  type GateResultRow,
  passedKind,
} from '#lib/services/environments/certificate-view.ts'
import { seesJudge } from '#lib/services/environments/visible-files.ts'
import { namesOf } from '#lib/services/people/names-of.ts'

export const VERSION_SELECT = {
  id: true,
  number: true,
  contentHash: true,
  status: true,
  authorId: true,
  editorId: true,
  runId: true,
  parentId: true,
  title: true,
  domain: true,
  modality: true,
  taskType: true,
  metric: true,
  direction: true,
  runtimeHash: true,
  engineVersion: true,
  createdAt: true,
  submittedAt: true,
  submittedBy: true,
  environment: { select: { id: true, slug: true, title: true, createdAt: true } },
  gateResults: { select: GATE_RESULT_SELECT },
} as const

export type VersionRow = {
  id: string
  number: number
  contentHash: string
  status: VersionStatus
  authorId: string
  editorId: string
  runId: string | null
  parentId: string | null
  title: string
  domain: string
  modality: Modality
  taskType: TaskType
  metric: Metric
  direction: Direction
  runtimeHash: string
  engineVersion: string
  createdAt: Date
  submittedAt: Date | null
  submittedBy: string | null
  environment: { id: string; slug: string; title: string; createdAt: Date }
  gateResults: GateResultRow[]
}

/**
 * Words of the closed lists were checked when the version was frozen. What the judge's own solvers reached is
 * judge-side: whoever solves an environment would learn from it how far there is to go.
 */
export function toEnvironmentView(
  actor: Actor,
  row: VersionRow,
  nameOf: (id: string) => string,
): EnvironmentView {
  return {
    id: row.environment.id,
    slug: row.environment.slug,
    title: row.title,
    status: row.status,
    version: row.number,
    versionId: row.id,
    contentHash: row.contentHash,
    modality: row.modality,
    taskType: row.taskType,
    metric: row.metric,
    direction: row.direction,
    domain: row.domain,
    author: row.authorId,
    authorName: nameOf(row.authorId),
    editor: row.editorId,
    editorName: nameOf(row.editorId),
    runId: row.runId,
    createdAt: row.createdAt.toISOString(),
    figures: seesJudge(actor) ? figuresOf(row.gateResults) : {},
    certificate: passedKind(row.gateResults),
  }
}

/** Versions by id, in the order asked for. */
export async function readVersions(tx: Tx, actor: Actor, ids: readonly string[]): Promise<EnvironmentView[]> {
  const rows = await tx.version.findMany({ where: { id: { in: [...ids] } }, select: VERSION_SELECT })
  const nameOf = await namesOf(
    tx,
    rows.flatMap((row) => [row.authorId, row.editorId]),
  )
  const byId = new Map(rows.map((row) => [row.id, toEnvironmentView(actor, row, nameOf)]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}
