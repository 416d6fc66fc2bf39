import { METRIC_FACTS, type Metric } from '#lib/domain/vocabulary.ts'

const HOW: Record<Metric, string> = {
  auc: 'the area under the ROC curve between the predicted value and the observed label; only the order of the predictions counts',
  'log-loss':
    'the mean logarithmic loss between the predicted probability of the positive class and the observed label; probabilities are clipped to [1e-6, 1 - 1e-6]',
  'multi-log-loss':
    'the mean multi-class logarithmic loss; each row of probabilities is clipped to at least 1e-6 and divided by its sum',
  accuracy: 'the share of rows with the right label',
  'macro-f1': 'the F1 score of each class, averaged over the classes with equal weight',
  qwk: 'quadratic weighted kappa between the predicted and the observed grade',
  rmse: 'the root mean squared error',
  mae: 'the mean absolute error',
  rmsle: 'the root mean squared logarithmic error; negative predictions count as 0',
}

/** The evaluation paragraph: metric, direction, nothing about thresholds. */
export function metricStatement(metric: Metric): string {
  const { title, direction } = METRIC_FACTS[metric]
  const better = direction === 'maximize' ? 'Higher is better.' : 'Lower is better.'
  return `Submissions are scored by **${title}**: ${HOW[metric]}. ${better}`
}
