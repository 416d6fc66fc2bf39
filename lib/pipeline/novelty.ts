import { INVENTED, type Spec } from '#lib/domain/artefacts/spec.ts'
import type { Metric, Modality, TaskType } from '#lib/domain/vocabulary.ts'

/** What makes a task the same idea as another one, whatever its constants, columns and rows are. */
export type Idea = {
  domain: string
  modality: Modality
  taskType: TaskType
  metric: Metric
  /** Sorted. */
  mechanisms: readonly string[]
}

/**
 * The idea of a spec: the same hidden rules, question and metric in the same world. Null for one with rules of its
 * own making, whose names say nothing about their code.
 */
export function ideaOf({ domain, modality, task, metric, mechanisms }: Spec): Idea | null {
  const ids = [...new Set(mechanisms.map(({ id }) => id))].sort()
  if (ids.some((id) => id.startsWith(INVENTED))) return null
  return { domain: `${domain.family}/${domain.id}`, modality, taskType: task, metric, mechanisms: ids }
}

/** Whether a task's hidden rules are those of an idea, in any order. */
export const hasRulesOf = (idea: Idea, mechanisms: readonly string[]): boolean =>
  [...new Set(mechanisms)].sort().join() === idea.mechanisms.join()
