import { type Direction, METRIC_FACTS, type Metric } from '#lib/domain/vocabulary.ts'

/** The metric in a sentence: `MAE, lower is better`. */
export const metricWords = (metric: Metric, direction: Direction): string =>
  `${METRIC_FACTS[metric].title}, ${direction === 'maximize' ? 'higher' : 'lower'} is better`

/** A metric in a row of a table: its short name, with the direction that is better. */
export function MetricName({ metric, direction }: { metric: Metric; direction?: Direction }) {
  const { title, short, direction: usual } = METRIC_FACTS[metric]
  const better = direction ?? usual
  return (
    <span title={metricWords(metric, better)}>
      {short ?? title} <span aria-hidden>{better === 'maximize' ? '↑' : '↓'}</span>
    </span>
  )
}
