import { type Direction, METRIC_FACTS, type Metric } from '#lib/domain/vocabulary.ts'

/** Abbreviations where the full name would widen a column; the others are short already. */
const SHORT: Partial<Record<Metric, string>> = { qwk: 'QWK', 'multi-log-loss': 'Log loss, multi' }

/** A metric in a row of a table: its short name, with the direction that is better. */
export function MetricName({ metric, direction }: { metric: Metric; direction?: Direction }) {
  const { title, direction: usual } = METRIC_FACTS[metric]
  const better = direction ?? usual
  return (
    <span title={`${title}, ${better === 'maximize' ? 'higher' : 'lower'} is better`}>
      {SHORT[metric] ?? title} <span aria-hidden>{better === 'maximize' ? '↑' : '↓'}</span>
    </span>
  )
}
