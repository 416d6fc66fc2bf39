import { keysOf } from '#lib/domain/keys.ts'

/** The closed word lists of the product (design: words). One place, compared with SQL and Python by tests. */

export const MODALITIES = ['tabular', 'join', 'series', 'image', 'text', 'audio'] as const
export type Modality = (typeof MODALITIES)[number]
/** Modalities whose rows are a picture, a text or a sound, beside which there may be columns. */
export const HAS_MEDIA = ['image', 'text', 'audio'] as const satisfies readonly Modality[]
export type Media = (typeof HAS_MEDIA)[number]
export const isMedia = (modality: string): modality is Media => HAS_MEDIA.some((one) => one === modality)
/** Column that holds the path of a file, by modality; other modalities have none. */
export const FILE_COLUMNS: Readonly<Partial<Record<Modality, string>>> = { image: 'image', audio: 'sound' }

export const TASK_TYPES = ['binary', 'multiclass', 'ordinal', 'regression'] as const
export type TaskType = (typeof TASK_TYPES)[number]

export const DIRECTIONS = ['maximize', 'minimize'] as const
export type Direction = (typeof DIRECTIONS)[number]

/** What one submission row holds: one number, one class label, or one probability per class. */
export type SubmissionKind = 'value' | 'label' | 'probabilities'

export type MetricFacts = {
  title: string
  /** Where the title would widen a column. */
  short?: string
  /** What is scored, as a statement says it. */
  how: string
  direction: Direction
  submission: SubmissionKind
  /** Kinds of task that are scored by it, the usual one first. */
  tasks: readonly [TaskType, ...TaskType[]]
  /** Rows that decide a reward, at least, where it is not 1,000: close competitors swap tiers on fewer. */
  rows?: number
  /** Predicted numbers must be probabilities. */
  bounded?: true
  /** Which constant is best for a target that is a number, where it is not the mean. */
  middle?: 'median'
  /** Errors are counted in log(1 + value): no value lies below zero. */
  logs?: true
}

/** Every metric; what the engine must know of one stands in its kernel too (`python/sandmle/kernels`). */
const FACTS = {
  auc: {
    title: 'AUC',
    how: 'the area under the ROC curve between the predicted value and the observed label; only the order of the predictions counts',
    direction: 'maximize',
    submission: 'value',
    tasks: ['binary'],
    rows: 2000,
  },
  'log-loss': {
    title: 'Log loss',
    how: 'the mean logarithmic loss between the predicted probability of the positive class and the observed label; probabilities are clipped to [1e-6, 1 - 1e-6]',
    direction: 'minimize',
    submission: 'value',
    tasks: ['binary'],
    rows: 2000,
    bounded: true,
  },
  'multi-log-loss': {
    title: 'Multi-class log loss',
    short: 'Log loss, multi',
    how: 'the mean multi-class logarithmic loss; each row of probabilities is clipped to at least 1e-6 and divided by its sum',
    direction: 'minimize',
    submission: 'probabilities',
    tasks: ['multiclass'],
    rows: 2000,
    bounded: true,
  },
  accuracy: {
    title: 'Accuracy',
    how: 'the share of rows with the right label',
    direction: 'maximize',
    submission: 'label',
    tasks: ['multiclass', 'binary'],
  },
  'macro-f1': {
    title: 'Macro F1',
    how: 'the F1 score of each class, averaged over the classes with equal weight',
    direction: 'maximize',
    submission: 'label',
    tasks: ['multiclass', 'binary'],
  },
  qwk: {
    title: 'Quadratic weighted kappa',
    short: 'QWK',
    how: 'quadratic weighted kappa between the predicted and the observed grade',
    direction: 'maximize',
    submission: 'label',
    tasks: ['ordinal'],
  },
  rmse: {
    title: 'RMSE',
    how: 'the root mean squared error',
    direction: 'minimize',
    submission: 'value',
    tasks: ['regression'],
  },
  mae: {
    title: 'MAE',
    how: 'the mean absolute error',
    direction: 'minimize',
    submission: 'value',
    tasks: ['regression'],
    middle: 'median',
  },
  rmsle: {
    title: 'RMSLE',
    how: 'the root mean squared logarithmic error; negative predictions count as 0',
    direction: 'minimize',
    submission: 'value',
    tasks: ['regression'],
    logs: true,
  },
} as const satisfies Record<string, MetricFacts>
export type Metric = keyof typeof FACTS
export const METRICS = keysOf(FACTS)
export const METRIC_FACTS: Readonly<Record<Metric, MetricFacts>> = FACTS

export const TIERS = ['fail', 'below', 'median', 'bronze', 'silver', 'gold'] as const
export type Tier = (typeof TIERS)[number]

export const ROLES = ['data-strategist', 'ml-developer', 'mlops-engineer', 'technical-writer'] as const
/** The four generation roles of the paper (section 1.2). */
export type Role = (typeof ROLES)[number]
/** The roles as people read them. */
export const ROLE_TITLES = {
  'data-strategist': 'Data strategist',
  'ml-developer': 'ML developer',
  'mlops-engineer': 'MLOps engineer',
  'technical-writer': 'Technical writer',
} as const satisfies Record<Role, string>

/** What a model can be asked as: one of the four roles, or the reviewer, which only recommends. */
export const MODEL_ROLES = [...ROLES, 'reviewer'] as const
export type ModelRole = (typeof MODEL_ROLES)[number]
export const MODEL_ROLE_TITLES = { ...ROLE_TITLES, reviewer: 'Reviewer model' } as const satisfies Record<
  ModelRole,
  string
>

export const CERTIFICATE_KINDS = ['quick', 'full'] as const
export type CertificateKind = (typeof CERTIFICATE_KINDS)[number]

export const USER_ROLES = ['owner', 'researcher', 'reviewer', 'viewer'] as const
export type UserRole = (typeof USER_ROLES)[number]

/** What a token may do at most: all that a role may, or what a trainer or a learning agent needs. */
export const TOKEN_SCOPES = [...USER_ROLES, 'trainer', 'agent'] as const
export type TokenScope = (typeof TOKEN_SCOPES)[number]

/** agent: a learning agent may see it; judge: only the scorer; meta: about the task, outside both. */
export const VIEWS = ['agent', 'judge', 'meta'] as const
export type View = (typeof VIEWS)[number]

export const SOLUTION_TAGS = [
  'constant',
  'sample-submission',
  'random',
  'id-probe',
  'row-order-probe',
  'single-feature-probe',
  'simple-baseline',
  'default',
  'engineered',
  'reference',
] as const
export type SolutionTag = (typeof SOLUTION_TAGS)[number]

/** The solver ladder (generator design 3.1): dummy to oracle. s7 and s8 are judge side. */
export const RUNGS = ['s0', 's1', 's2', 's3', 's4', 's5', 's6', 's7', 's8'] as const
export type Rung = (typeof RUNGS)[number]
export const RUNG_TITLES = {
  s0: 'dummy',
  s1: 'single feature',
  s2: 'linear',
  s3: 'forest',
  s4: 'boosting',
  s5: 'tuned plain models',
  s6: 'search + ensemble',
  s7: 'informed',
  s8: 'oracle',
} as const satisfies Record<Rung, string>
