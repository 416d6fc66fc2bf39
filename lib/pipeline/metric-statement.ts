import { METRIC_FACTS, type Metric } from '#lib/domain/vocabulary.ts'

/** The evaluation paragraph: metric, direction, nothing about thresholds. */
export function metricStatement(metric: Metric): string {
  const { title, how, direction } = METRIC_FACTS[metric]
  const better = direction === 'maximize' ? 'Higher is better.' : 'Lower is better.'
  return `Submissions are scored by **${title}**: ${how}. ${better}`
}
