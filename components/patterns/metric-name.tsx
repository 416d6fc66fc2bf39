import { type Direction, METRIC_FACTS, type Metric } from '#lib/domain/vocabulary.ts'

/** Abbreviations where the full name would widen a column; the others are short already. */
const SHORT: Partial<Record<Metric, string>> = { qwk: 'QWK', 'multi-log-loss': 'Log loss, multi' }

/** The metric in a sentence: `MAE, lower is better`. */
export const metricWords = (metric: Metric, direction: Direction): string =>
  `${METRIC_FACTS[metric].title}, ${direction === 'maximize' ? 'higher' : 'lower'} is better`

/** A metric in a row of a table: its short name, with the direction that is better. */
export function MetricName({ metric, direction }: { metric: Metric; direction?: Direction }) {
  const { title, direction: usual } = METRIC_FACTS[metric]
  const better = direction ?? usual
  return (
    <span title={metricWords(metric, better)}>
      {SHORT[metric] ?? title} <span aria-hidden>{better === 'maximize' ? '↑' : '↓'}</span>
    </span>
  )
}
