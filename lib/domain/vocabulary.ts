/** The closed word lists of the product (design: words). One place, compared with SQL and Python by tests. */

export const MODALITIES = ['tabular', 'join', 'series', 'image', 'text'] as const
export type Modality = (typeof MODALITIES)[number]
/** Modalities whose rows are a picture or a text, beside which there may be columns. */
export const HAS_MEDIA: readonly Modality[] = ['image', 'text']

export const TASK_TYPES = ['binary', 'multiclass', 'ordinal', 'regression'] as const
export type TaskType = (typeof TASK_TYPES)[number]

export const METRICS = [
  'auc',
  'log-loss',
  'multi-log-loss',
  'accuracy',
  'macro-f1',
  'qwk',
  'rmse',
  'mae',
  'rmsle',
] as const
export type Metric = (typeof METRICS)[number]

export const DIRECTIONS = ['maximize', 'minimize'] as const
export type Direction = (typeof DIRECTIONS)[number]

/** What one submission row holds: one number, one class label, or one probability per class. */
export type SubmissionKind = 'value' | 'label' | 'probabilities'

export const METRIC_FACTS = {
  auc: { title: 'AUC', direction: 'maximize', submission: 'value', tasks: ['binary'] },
  'log-loss': { title: 'Log loss', direction: 'minimize', submission: 'value', tasks: ['binary'] },
  'multi-log-loss': {
    title: 'Multi-class log loss',
    direction: 'minimize',
    submission: 'probabilities',
    tasks: ['multiclass'],
  },
  accuracy: {
    title: 'Accuracy',
    direction: 'maximize',
    submission: 'label',
    tasks: ['multiclass', 'binary'],
  },
  'macro-f1': {
    title: 'Macro F1',
    direction: 'maximize',
    submission: 'label',
    tasks: ['multiclass', 'binary'],
  },
  qwk: {
    title: 'Quadratic weighted kappa',
    direction: 'maximize',
    submission: 'label',
    tasks: ['ordinal'],
  },
  rmse: { title: 'RMSE', direction: 'minimize', submission: 'value', tasks: ['regression'] },
  mae: { title: 'MAE', direction: 'minimize', submission: 'value', tasks: ['regression'] },
  rmsle: { title: 'RMSLE', direction: 'minimize', submission: 'value', tasks: ['regression'] },
} as const satisfies Record<
  Metric,
  { title: string; direction: Direction; submission: SubmissionKind; tasks: readonly TaskType[] }
>

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
export const SEATS = [...ROLES, 'reviewer'] as const
export type Seat = (typeof SEATS)[number]
export const SEAT_TITLES = { ...ROLE_TITLES, reviewer: 'Reviewer model' } as const satisfies Record<
  Seat,
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
  s5: 'tuned boosting',
  s6: 'search + ensemble',
  s7: 'informed',
  s8: 'oracle',
} as const satisfies Record<Rung, string>
