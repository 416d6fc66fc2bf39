/** Paths of the API and the keys under which the client caches what they answer. One place for both. */

const V1 = '/api/v1'

const query = (values: Readonly<Record<string, string | number | undefined>> = {}): string => {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(values))
    if (value !== undefined && value !== '') params.set(key, String(value))
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}
/** Where a list continues: the `next` of the page before. */
type Cursor = { after?: string; limit?: number }
const part = encodeURIComponent

export const api = {
  health: () => '/api/health',
  me: () => `${V1}/me`,
  overview: () => `${V1}/overview`,
  seeds: (q?: Cursor & { search?: string; modality?: string; archived?: 'true' }) => `${V1}/seeds${query(q)}`,
  seed: (id: string) => `${V1}/seeds/${part(id)}`,
  seedStatement: (id: string) => `${V1}/seeds/${part(id)}/statement`,
  seedFile: (id: string, path: string) =>
    `${V1}/seeds/${part(id)}/files/${path.split('/').map(part).join('/')}`,
  archiveSeed: (id: string) => `${V1}/seeds/${part(id)}/archive`,
  restoreSeed: (id: string) => `${V1}/seeds/${part(id)}/restore`,
  measureSeed: (id: string) => `${V1}/seeds/${part(id)}/measure`,
  seedLineage: (id: string, q: Cursor & { each?: number } = {}) =>
    `${V1}/seeds/${part(id)}/lineage${query(q)}`,
  runLineage: (id: string, q: { each?: number } = {}) => `${V1}/runs/${part(id)}/lineage${query(q)}`,
  seedSchema: () => `${V1}/seed-format/schema`,
  seedTemplate: () => `${V1}/seed-format/template`,
  seedUpload: (id: string) => `${V1}/seeds/uploads/${part(id)}`,
  uploadSeeds: (filename: string) => `${V1}/seeds${query({ filename })}`,
  runs: (q?: Cursor & { status?: string }) => `${V1}/runs${query(q)}`,
  run: (id: string) => `${V1}/runs/${part(id)}`,
  runEvents: (id: string, after?: string) => `${V1}/runs/${part(id)}/events${query({ after })}`,
  runEventList: (id: string, after?: string) => `${V1}/runs/${part(id)}/log${query({ after })}`,
  cancelRun: (id: string) => `${V1}/runs/${part(id)}/cancel`,
  retryRun: (id: string) => `${V1}/runs/${part(id)}/retry`,
  branchRun: (id: string) => `${V1}/runs/${part(id)}/branch`,
  compareRuns: (a: string, b: string) => `${V1}/runs/compare${query({ a, b })}`,
  prompts: () => `${V1}/runs/prompts`,
  resumeRun: (id: string) => `${V1}/runs/${part(id)}/resume`,
  catalogue: () => `${V1}/catalogue`,
  artefacts: (runId: string, candidateId: string) =>
    `${V1}/runs/${part(runId)}/candidates/${part(candidateId)}/artefacts`,
  artefact: (runId: string, candidateId: string, file: string) =>
    `${V1}/runs/${part(runId)}/candidates/${part(candidateId)}/artefacts/${file.split('/').map(part).join('/')}`,
  roleOutputs: (runId: string, candidateId: string) =>
    `${V1}/runs/${part(runId)}/candidates/${part(candidateId)}/outputs`,
  roleFile: (runId: string, candidateId: string, role: string, repair: number | string, file: string) =>
    `${V1}/runs/${part(runId)}/candidates/${part(candidateId)}/outputs/${part(role)}/${repair}/${file.split('/').map(part).join('/')}`,
  /** `players` is the JSON that starting a run takes. */
  runForecast: (q: { candidates?: number; players?: string } = {}) => `${V1}/runs/forecast${query(q)}`,
  exchanges: (runId: string, candidateId: string) =>
    `${V1}/runs/${part(runId)}/candidates/${part(candidateId)}/exchanges`,
  exchange: (id: string) => `${V1}/exchanges/${part(id)}`,
  connections: () => `${V1}/connections`,
  connection: (id: string) => `${V1}/connections/${part(id)}`,
  checkConnection: (id: string) => `${V1}/connections/${part(id)}/check`,
  environments: (q?: Record<string, string | number | undefined>) => `${V1}/environments${query(q)}`,
  environment: (id: string) => `${V1}/environments/${part(id)}`,
  version: (id: string, n: number | 'latest') => `${V1}/environments/${part(id)}/versions/${n}`,
  /** Raw bytes of one file. */
  file: (id: string, n: number | 'latest', path: string) =>
    `${V1}/environments/${part(id)}/versions/${n}/files/${path.split('/').map(part).join('/')}`,
  table: (id: string, n: number | 'latest', q: Record<string, string | number | undefined>) =>
    `${V1}/environments/${part(id)}/versions/${n}/table${query(q)}`,
  score: (id: string, n: number | 'latest') => `${V1}/environments/${part(id)}/versions/${n}/score`,
  openRollout: (id: string, n: number | 'latest') => `${V1}/environments/${part(id)}/versions/${n}/rollouts`,
  submitForReview: (id: string, n: number | 'latest') =>
    `${V1}/environments/${part(id)}/versions/${n}/submit`,
  revise: (id: string, n: number | 'latest') => `${V1}/environments/${part(id)}/versions/${n}/revise`,
  diff: (id: string, n: number | 'latest', against?: number) =>
    `${V1}/environments/${part(id)}/versions/${n}/diff${query({ against })}`,
  verify: (id: string, n: number | 'latest') => `${V1}/environments/${part(id)}/versions/${n}/verify`,
  modelReviews: (id: string, n: number | 'latest') =>
    `${V1}/environments/${part(id)}/versions/${n}/model-review`,
  judgeFinding: (id: string) => `${V1}/findings/${part(id)}/judgement`,
  precision: () => `${V1}/reviews/precision`,
  trial: (id: string) => `${V1}/trials/${part(id)}`,
  reviews: (q?: Cursor) => `${V1}/reviews${query(q)}`,
  review: (versionId: string) => `${V1}/reviews/${part(versionId)}`,
  withdrawReview: (versionId: string) => `${V1}/reviews/${part(versionId)}/withdraw`,
  packs: (q?: Cursor) => `${V1}/packs${query(q)}`,
  pack: (id: string) => `${V1}/packs/${part(id)}`,
  withdrawPack: (id: string) => `${V1}/packs/${part(id)}/withdraw`,
  packDownload: (id: string) => `${V1}/packs/${part(id)}/download`,
  trainingImports: (q?: Cursor) => `${V1}/training/imports${query(q)}`,
  trainingImport: (id: string) => `${V1}/training/imports/${part(id)}`,
  importTraining: (q: {
    filename: string
    experiment?: string | undefined
    name?: string | undefined
    packId?: string | undefined
    x?: string | undefined
  }) => `${V1}/training/imports${query(q)}`,
  smokeRuns: (q?: Cursor & { packId?: string }) => `${V1}/training/smoke${query(q)}`,
  smokeRun: (id: string) => `${V1}/training/smoke/${part(id)}`,
  cancelSmokeRun: (id: string) => `${V1}/training/smoke/${part(id)}/cancel`,
  training: (q?: Record<string, string | number | undefined>) => `${V1}/training${query(q)}`,
  trainingRun: (id: string) => `${V1}/training/${part(id)}`,
  trainingExperiment: (id: number | string) => `${V1}/training/experiments/${part(String(id))}`,
  trainingFiles: (id: string) => `${V1}/training/${part(id)}/files`,
  trainingFile: (id: string, path: string) =>
    `${V1}/training/${part(id)}/files/${path.split('/').map(part).join('/')}`,
  curves: (q: Record<string, string | number | undefined>) => `${V1}/training/curves${query(q)}`,
  curvesCsv: (q: Record<string, string | number | undefined>) => `${V1}/training/curves.csv${query(q)}`,
  views: (page?: string) => `${V1}/views${query({ page })}`,
  view: (id: string) => `${V1}/views/${part(id)}`,
  rollouts: (runId: string, q?: Record<string, string | number | undefined>) =>
    `${V1}/training/${part(runId)}/rollouts${query(q)}`,
  rollout: (id: string) => `${V1}/training/rollouts/${part(id)}`,
  rolloutEvidence: (id: string) => `${V1}/training/rollouts/${part(id)}/evidence`,
  stepEnvironments: (runId: string, q: { fromStep: number; toStep: number; split?: string }) =>
    `${V1}/training/${part(runId)}/steps${query(q)}`,
  rewardParts: (runId: string, q?: Record<string, string | number | undefined>) =>
    `${V1}/training/${part(runId)}/rewards${query(q)}`,
  trainingEnvironments: (runId: string) => `${V1}/training/${part(runId)}/environments`,
  sft: (runId: string, q?: { minReward?: number; valid?: 'true' | 'false'; split?: string }) =>
    `${V1}/training/${part(runId)}/sft${query(q)}`,
  environmentTraining: (id: string) => `${V1}/environments/${part(id)}/training`,
  retire: (id: string, n: number | 'latest') => `${V1}/environments/${part(id)}/versions/${n}/retire`,
  advisories: (id: string, n: number | 'latest') => `${V1}/environments/${part(id)}/versions/${n}/advisories`,
  notices: () => `${V1}/notices`,
  readNotice: (id: string) => `${V1}/notices/${part(id)}/read`,
  results: (q?: Record<string, string | number | undefined>) => `${V1}/results${query(q)}`,
  resultsOf: (systemId: string) => `${V1}/results/${part(systemId)}`,
  adjudications: (systemId: string) => `${V1}/results/${part(systemId)}/adjudications`,
  ledger: (systemId?: string) => `${V1}/results/adjudications${query({ systemId })}`,
  importResults: (q: { filename: string; systemId: string; experiment?: string | undefined }) =>
    `${V1}/results/imports${query(q)}`,
  resultsImport: (id: string) => `${V1}/results/imports/${part(id)}`,
  resultsDownload: (q: { format: 'csv' | 'json'; benchmark?: string; systemId?: string }) =>
    `${V1}/results/download${query(q)}`,
  audit: (q?: Record<string, string | number | undefined>) => `${V1}/audit${query(q)}`,
  people: () => `${V1}/people`,
  invites: () => `${V1}/people/invites`,
  invite: (id: string) => `${V1}/people/invites/${part(id)}`,
  tokens: () => `${V1}/tokens`,
  token: (id: string) => `${V1}/tokens/${part(id)}`,
  openapi: () => `${V1}/openapi.json`,
} as const

/** Keys for TanStack Query; a prefix invalidates everything below it. */
export const keys = {
  me: ['me'],
  overview: ['overview'],
  health: ['health'],
  seeds: (q: object = {}) => ['seeds', q],
  seed: (id: string) => ['seeds', 'one', id],
  runs: (q: object = {}) => ['runs', q],
  run: (id: string) => ['runs', 'one', id],
  runForecast: (q: object) => ['runs', 'forecast', q],
  exchanges: (runId: string, candidateId: string) => ['runs', 'exchanges', runId, candidateId],
  exchange: (id: string) => ['runs', 'exchange', id],
  catalogue: ['catalogue'],
  artefacts: (runId: string, candidateId: string) => ['artefacts', runId, candidateId],
  artefact: (runId: string, candidateId: string, file: string) => ['artefact', runId, candidateId, file],
  roleOutputs: (runId: string, candidateId: string) => ['outputs', runId, candidateId],
  roleFile: (candidateId: string, role: string, repair: number, file: string) => [
    'outputs',
    'file',
    candidateId,
    role,
    repair,
    file,
  ],
  connections: ['connections'],
  environments: (q: object = {}) => ['environments', q],
  environment: (id: string, n: number | 'latest' = 'latest') => ['environments', 'one', id, n],
  table: (id: string, n: number | 'latest', q: object) => ['environments', 'table', id, n, q],
  reviews: ['reviews'],
  review: (versionId: string) => ['reviews', 'one', versionId],
  modelReviews: (versionId: string) => ['reviews', 'models', versionId],
  packs: ['packs'],
  pack: (id: string) => ['packs', 'one', id],
  trainingImports: ['training', 'imports'],
  smokeRuns: (q: object = {}) => ['training', 'smoke', q],
  smokeRun: (id: string) => ['training', 'smoke', 'one', id],
  training: (q: object = {}) => ['training', 'list', q],
  trainingRun: (id: string) => ['training', 'one', id],
  curves: (q: object) => ['training', 'curves', q],
  views: (page: string) => ['views', page],
  view: (id: string) => ['views', 'one', id],
  rollouts: (runId: string, q: object = {}) => ['training', 'rollouts', runId, q],
  rollout: (id: string) => ['training', 'rollout', id],
  rolloutEvidence: (id: string) => ['training', 'rollout', id, 'evidence'],
  stepEnvironments: (runId: string, q: object) => ['training', 'steps', runId, q],
  rewardParts: (runId: string, q: object) => ['training', 'rewards', runId, q],
  trainingEnvironments: (runId: string) => ['training', 'environments', runId],
  people: ['people'],
  audit: (q: object = {}) => ['audit', q],
} as const
