import { z } from 'zod'
import {
  METRIC_FACTS,
  type Metric,
  MODALITIES,
  type Modality,
  TASK_TYPES,
  type TaskType,
} from '#lib/domain/vocabulary.ts'

/** What an agent sees of the files (`sandmle.grammar --facts`). */
export const AgentFacts = z.object({
  rows: z.int(),
  numeric: z.int(),
  levels: z.int(),
  dates: z.int(),
  missing: z.number(),
  tables: z.int(),
  negations: z.number(),
})
export type AgentFacts = z.infer<typeof AgentFacts>
export type TaskSeen = { modality: Modality; task: TaskType; metric: Metric; facts: AgentFacts }

/** More levels than a table of 200 rows can show often. */
const MANY_LEVELS = 10
/** Share of texts with a negator. */
const OFTEN = 0.2

/** The features of a task that a policy conditions on: all appear in the statement or in the agent's files. */
export function featuresOf({ modality, task, metric, facts }: TaskSeen): number[] {
  const { submission, bounded, logs } = METRIC_FACTS[metric]
  const flags = [
    true,
    ...MODALITIES.map((one) => one === modality),
    ...TASK_TYPES.map((one) => one === task),
    submission === 'label',
    bounded === true,
    logs === true,
    facts.missing > 0,
    facts.levels > MANY_LEVELS,
    facts.negations > OFTEN,
  ]
  return flags.map(Number)
}
