import { DEFAULT_METRIC } from '#lib/domain/artefacts/told-dna.ts'
import { METRIC_FACTS, METRICS, type Metric, TASK_TYPES, type TaskType } from '#lib/domain/vocabulary.ts'
import type { BenchConfig } from '#lib/packs/bench-config.ts'
import { cut } from '#lib/packs/cut-name.ts'
import { metricIn } from '#lib/packs/seed-facts.ts'
import type { Parts } from '#lib/packs/seed-parts.ts'
import { type Refusal, refusal } from '#lib/packs/seed-refusal.ts'

function chooseMetric(
  config: BenchConfig | null,
  description: string,
  taskType: TaskType,
  warnings: string[],
): Metric {
  const stated = metricIn(config?.grader ?? '', taskType) ?? metricIn(description, taskType)
  if (stated !== null) return stated
  const fallback = DEFAULT_METRIC[taskType]
  const other = TASK_TYPES.filter((one) => one !== taskType)
    .map((one) => metricIn(description, one))
    .find((one) => one !== null)
  const named = config?.grader
    ? `The metric "${cut(config.grader)}" is not supported`
    : other
      ? `The statement names ${other}, which does not fit a ${taskType} task, as the values of the target make it`
      : 'No known metric is stated'
  warnings.push(`${named}; ${fallback} is used. State "metric" in seed.json to choose another.`)
  return fallback
}

const metricsOf = (taskType: TaskType): string =>
  METRICS.filter((metric) => fits(metric, taskType)).join(', ')

/** That a metric does not fit a task type, and both ways out of it. */
export function misfit(metric: Metric, taskType: TaskType, isStated: boolean): Refusal {
  const tasks = METRIC_FACTS[metric].tasks
  const said = isStated ? 'as which seed.json states it' : 'for which the values of its target make it'
  return refusal(
    'seed.json',
    `The metric ${metric} does not fit a ${taskType} task, ${said}: it belongs to ${tasks.join(' and ')} tasks.`,
    `State "taskType": "${tasks[0]}" in seed.json, or a metric of ${taskType} tasks: ${metricsOf(taskType)}.`,
  )
}

export const fits = (metric: Metric, taskType: TaskType): boolean =>
  METRIC_FACTS[metric].tasks.includes(taskType)

/** The metric of a seed as it is stated, or as its statement names it. Throws a Refusal where it does not fit. */
export function metricOf(
  parts: Parts,
  config: BenchConfig | null,
  taskType: TaskType,
  warnings: string[],
): Metric {
  const metric = parts.facts.metric ?? chooseMetric(config, parts.description, taskType, warnings)
  if (!fits(metric, taskType)) throw misfit(metric, taskType, parts.facts.taskType !== undefined)
  return metric
}
