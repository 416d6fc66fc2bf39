import { METRIC_FACTS, type Metric, type TaskType } from '#lib/domain/vocabulary.ts'

/** Phrases of competition texts and the metric that they name; the first match wins, so the narrow ones come first. */
const PHRASES: readonly (readonly [RegExp, Metric])[] = [
  [/quadratic[- ]weighted|\bqwk\b|cohen'?s? kappa|weighted kappa/i, 'qwk'],
  [/multi[- ]?class(ification)? (log(arithmic)?[- ]?loss|cross[- ]entropy)|mlogloss|categorical cross[- ]entropy/i, 'multi-log-loss'],
  [/log(arithmic)?[- ]?loss|cross[- ]entropy|brier/i, 'log-loss'],
  [/area under|\bauc\b|\broc\b|auroc|average precision|\bgini\b/i, 'auc'],
  [/macro[- ]?(averaged )?f1|\bf1\b|f-?beta|f-?score|matthews|\bmcc\b|micro f1/i, 'macro-f1'],
  [/rmsle|root mean squared? logarithmic|squared log error|mape|percentage error/i, 'rmsle'],
  [/rmse|root mean squared?|mean squared error|\bmse\b|r2\b|r-squared|pearson/i, 'rmse'],
  [/\bmae\b|mean absolute|absolute error|pinball|laplace/i, 'mae'],
  [/accurac|error rate|misclassif|correctly classified|top-1/i, 'accuracy'],
]

const DEFAULTS: Record<TaskType, Metric> = {
  binary: 'auc',
  multiclass: 'multi-log-loss',
  ordinal: 'qwk',
  regression: 'rmse',
}

/** The metric that a text names, made to fit the task: binary log loss of a four-class target is the multi-class one. */
export function metricOf(text: string, task: TaskType): Metric {
  const named = PHRASES.filter(([phrase]) => phrase.test(text)).map(([, metric]) => metric)
  const fits = (metric: Metric) => (METRIC_FACTS[metric].tasks as readonly TaskType[]).includes(task)
  const fitting = named.find(fits)
  if (fitting) return fitting
  if (task === 'multiclass' && named.includes('log-loss')) return 'multi-log-loss'
  return DEFAULTS[task]
}
