import { z } from 'zod'
import type { Tx } from '#lib/db/client.ts'
import { Task } from '#lib/domain/artefacts/task.ts'
import { stored } from '#lib/domain/parse.ts'
import { manifestOf } from '#lib/services/environments/stored-manifest.ts'

/** What scoring and its feedback contract depend on. */
export const ScoredTask = z.object({
  feedback: Task.shape.feedback,
  rows: Task.shape.rows,
  thresholds: Task.shape.thresholds,
})
export type ScoredTask = z.infer<typeof ScoredTask>

/** A version as the scoring verbs need it. */
export type ScoredVersion = {
  id: string
  environmentId: string
  task: ScoredTask
  /** sha256 of the answers; null for a version without them. */
  answers: string | null
}

const SELECT = { environmentId: true, task: true, manifest: true } as const

export async function loadScoredVersion(tx: Tx, id: string): Promise<ScoredVersion> {
  const row = await tx.version.findUniqueOrThrow({ where: { id }, select: SELECT })
  const { files } = manifestOf({ id, ...row })
  const answers = files.find(({ path }) => path === 'judge/answer.csv')?.sha256 ?? null
  return {
    id,
    environmentId: row.environmentId,
    task: stored(ScoredTask, row.task, `task of version ${id}`),
    answers,
  }
}
