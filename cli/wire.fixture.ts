import type { EnvironmentDetail, EnvironmentView } from '#lib/contracts/environments.ts'
import type { CandidateView, RunDetail, RunView } from '#lib/contracts/runs.ts'
import type { Manifest } from '#lib/domain/artefacts/manifest.ts'
import type { Task } from '#lib/domain/artefacts/task.ts'
import { feedbackFacts } from '#lib/domain/feedback.ts'
import { contentHashOf } from '#lib/packs/task-format.ts'

/** Answers of a server, for tests. */
export const uuid = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
export const AT = '2026-01-02T03:04:05Z'

export const environmentView = (n: number, over: Partial<EnvironmentView> = {}): EnvironmentView => ({
  id: uuid(n),
  slug: `solar-${n}`,
  title: `Solar ${n}`,
  status: 'verified',
  version: 1,
  versionId: uuid(1000 + n),
  contentHash: 'c'.repeat(64),
  modality: 'tabular',
  taskType: 'regression',
  metric: 'rmse',
  direction: 'minimize',
  domain: 'energy/solar-yield',
  author: 'system',
  authorName: 'System',
  editor: 'system',
  editorName: 'System',
  runId: null,
  createdAt: AT,
  figures: { 'gap-share': 0.4 },
  certificate: 'full',
  ...over,
})

export const runView = (over: Partial<RunView> = {}): RunView => ({
  id: uuid(7),
  slug: 'first-run',
  name: 'First run',
  status: 'succeeded',
  cancelling: false,
  candidates: 3,
  funnel: { queued: 0, running: 0, held: 0, verified: 2, duplicate: 0, rejected: 1, error: 0, cancelled: 0 },
  certificate: 'full',
  parentId: null,
  cost: {
    spentMicroUsd: 0,
    reservedMicroUsd: 0,
    capMicroUsd: null,
    inputTokens: 0,
    outputTokens: 0,
    exchanges: 0,
  },
  createdBy: 'u1',
  createdByName: 'Ada',
  createdAt: AT,
  startedAt: AT,
  finishedAt: AT,
  ...over,
})

export const runDetail = (over: Partial<RunDetail> = {}): RunDetail => ({
  ...runView(),
  request: {
    v: 1,
    seedIds: [uuid(1)],
    candidates: 3,
    certificate: 'full',
    likeness: 'varied',
    controls: {},
    runSeed: 1,
    players: {
      'data-strategist': 'builtin',
      'ml-developer': 'builtin',
      'mlops-engineer': 'builtin',
      'technical-writer': 'builtin',
    },
    capMicroUsd: null,
    prompts: {},
    reviewer: null,
    submitForReview: false,
    holdAfter: null,
  },
  lanes: [],
  parent: null,
  branches: [],
  reusedMicroUsd: 0,
  fidelity: null,
  reasons: [],
  eta: null,
  cursor: '10',
  can: {
    cancel: { allowed: true },
    retryFailed: { allowed: true },
    resume: { allowed: true },
    branch: { allowed: true },
  },
  ...over,
})

export const candidateView = (ordinal: number, over: Partial<CandidateView> = {}): CandidateView => ({
  id: uuid(500 + ordinal),
  ordinal,
  status: 'verified',
  phase: 'verify',
  attempt: 1,
  repairs: 0,
  reasonCode: null,
  reason: null,
  duplicateOf: null,
  seed: { id: uuid(1), slug: 'solar', title: 'Solar' },
  gates: [],
  environment: null,
  startedAt: null,
  finishedAt: null,
  costMicroUsd: 0,
  steered: null,
  steps: [],
  ...over,
})

/** The judge view of a whole task, or its agent view. */
export function environmentDetail(
  task: Task,
  manifest: Manifest,
  view: 'agent' | 'judge',
): EnvironmentDetail {
  const { id, slug, title, ...rest } = environmentView(1, {
    slug: task.slug,
    status: 'in-review',
    contentHash: contentHashOf(manifest),
  })
  const allowed = { allowed: true } as const
  return {
    environment: { id, slug, title, createdAt: AT },
    version: {
      ...rest,
      id: rest.versionId,
      number: rest.version,
      title,
      runtimeHash: 'r',
      runtime: null,
      program: null,
      engineVersion: 'e',
      submittedAt: null,
    },
    versions: [],
    view,
    task: {},
    thresholds: task.thresholds,
    feedback: feedbackFacts(task),
    description: '# Solar',
    files: manifest.files.filter((file) => view === 'judge' || file.view === 'agent'),
    certificate: { gateSet: 1, passed: 'full', gates: [] },
    findings: [],
    trials: [],
    reviews: [],
    parentNumber: null,
    lineage: null,
    approval: null,
    packs: [],
    certification: null,
    revision: null,
    can: {
      verify: allowed,
      submitForReview: allowed,
      revise: allowed,
      review: allowed,
      score: allowed,
      viewJudge: allowed,
    },
  }
}
