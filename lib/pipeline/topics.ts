/**
 * The closed list of topics: what kinds of structure a task can have, and the words that reveal each in a seed's text
 * or headers, and in the catalogue's metadata. DNA carries topics, never words of the seed.
 */
export const TOPICS: Readonly<Record<string, readonly string[]>> = {
  ratio: ['ratio', 'rate', 'per', 'share', 'percent', 'density', 'proportion', 'efficiency', 'yield'],
  threshold: [
    'threshold',
    'limit',
    'alarm',
    'alert',
    'exceed',
    'cutoff',
    'warning',
    'safe',
    'malignant',
    'damage',
  ],
  interaction: ['interaction', 'xor', 'combined', 'combination', 'cross', 'rule', 'synergy', 'mixture'],
  dose: ['dose', 'dosage', 'concentration', 'drug', 'hill', 'response', 'saturation', 'enzyme', 'nutrient'],
  optimum: ['optimum', 'optimal', 'quality', 'taste', 'wine', 'comfort', 'inverted', 'peak', 'best'],
  power: [
    'power',
    'exponent',
    'allometry',
    'mass',
    'weight',
    'size',
    'body',
    'length',
    'magnitude',
    'energy',
  ],
  hierarchy: [
    'hierarchy',
    'hierarchical',
    'level',
    'site',
    'store',
    'school',
    'branch',
    'category',
    'industry',
    'group',
  ],
  cyclic: ['cyclic', 'hour', 'angle', 'direction', 'phase', 'hinge', 'wind', 'orbit', 'tide'],
  spatial: [
    'spatial',
    'latitude',
    'longitude',
    'distance',
    'location',
    'map',
    'region',
    'city',
    'earthquake',
    'depth',
  ],
  missing: ['missing', 'missingness', 'unknown', 'empty', 'nan', 'imputed', 'sensor', 'dropout'],
  censoring: ['censoring', 'censored', 'detection', 'survival', 'lifetime', 'truncated'],
  regime: ['regime', 'switch', 'state', 'mode', 'break', 'shift', 'cluster', 'segment'],
  rare: ['rare', 'fraud', 'default', 'failure', 'strike', 'outbreak', 'anomaly', 'imbalanced'],
  weekly: ['weekly', 'week', 'weekday', 'weekend', 'daily', 'calendar', 'month', 'monthly', 'unemployment'],
  holiday: ['holiday', 'festival', 'christmas', 'payday', 'school'],
  promo: ['promo', 'promotion', 'discount', 'campaign', 'sales', 'store', 'carry'],
  trend: ['trend', 'forecast', 'future', 'growth', 'season', 'seasonal', 'temperature', 'weather', 'climate'],
  lag: ['lag', 'autoregressive', 'previous', 'history', 'rolling', 'momentum', 'traffic'],
  recency: [
    'recency',
    'recent',
    'last',
    'visit',
    'event',
    'events',
    'transaction',
    'clicks',
    'churn',
    'flights',
    'route',
  ],
  slope: ['slope', 'change', 'increase', 'decline', 'trajectory', 'progress'],
  lookup: ['lookup', 'items', 'product', 'catalog', 'hop', 'reference', 'airport', 'attribute'],
  counting: ['count', 'counting', 'number', 'objects', 'cells', 'digit', 'digits', 'crowd', 'dots'],
  texture: ['texture', 'background', 'surface', 'pattern', 'stripe', 'grating', 'fabric', 'stroke'],
  shape: ['shape', 'patch', 'area', 'contour', 'leaf', 'largest', 'blob', 'lesion', 'tumour', 'figure'],
  position: ['position', 'relative', 'left', 'above', 'landmark', 'tube'],
  negation: ['negation', 'not', 'sentiment', 'review', 'opinion', 'positive', 'negative', 'insult'],
  authorship: [
    'author',
    'authorship',
    'style',
    'morphology',
    'writer',
    'name',
    'names',
    'language',
    'suffix',
    'town',
  ],
  roles: ['subject', 'object', 'swap', 'who', 'order', 'sentence', 'passive', 'role'],
  politeness: ['polite', 'politeness', 'request', 'please', 'evidence', 'complaint'],
  spelling: ['spelling', 'typo', 'noise', 'slang', 'tweet', 'mixed'],
}

const STEM = /(ies|es|s)$/
const stem = (word: string) => (word.length > 4 ? word.replace(STEM, '') : word)

/** Lower-case words of a text, without their plural endings. */
export function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word.length > 1)
    .map(stem)
}

/** Topic -> how often its words occur. Topics that do not occur are left out. */
export function countTopics(words: readonly string[]): Record<string, number> {
  const seen = new Map<string, number>()
  for (const word of words) seen.set(word, (seen.get(word) ?? 0) + 1)
  const counts: Record<string, number> = {}
  for (const [topic, synonyms] of Object.entries(TOPICS)) {
    const hits = [...new Set([topic, ...synonyms].map(stem))].reduce(
      (sum, word) => sum + (seen.get(word) ?? 0),
      0,
    )
    if (hits > 0) counts[topic] = hits
  }
  return counts
}
