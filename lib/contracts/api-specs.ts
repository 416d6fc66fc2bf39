import { z } from 'zod'
import { ADVISORY_SPECS } from '#lib/contracts/advisory-specs.ts'
import type { ApiSpec } from '#lib/contracts/api-spec.ts'
import { CONNECTION_SPECS } from '#lib/contracts/connection-specs.ts'
import { ENVIRONMENT_SPECS } from '#lib/contracts/environment-specs.ts'
import { IMPORT_SPECS } from '#lib/contracts/import-specs.ts'
import { MLFLOW_SPECS } from '#lib/contracts/mlflow-specs.ts'
import * as overview from '#lib/contracts/overview.ts'
import { PACK_SPECS } from '#lib/contracts/pack-specs.ts'
import { PEOPLE_SPECS } from '#lib/contracts/people-specs.ts'
import { Problem } from '#lib/contracts/problem.ts'
import { RESULTS_SPECS } from '#lib/contracts/results-specs.ts'
import { REVIEW_SPECS } from '#lib/contracts/review-specs.ts'
import { ROLLOUT_SPECS } from '#lib/contracts/rollout-specs.ts'
import { RUN_SPECS } from '#lib/contracts/run-specs.ts'
import { SEED_SPECS } from '#lib/contracts/seed-specs.ts'
import { SMOKE_SPECS } from '#lib/contracts/smoke-specs.ts'
import { TRAINING_SPECS } from '#lib/contracts/training-specs.ts'

/** Every route of the API. A test holds it against the folders of app/api. */
export const API_SPECS: readonly ApiSpec[] = [
  {
    method: 'GET',
    path: '/api/health',
    summary: 'State of database, queue, workers and sandbox',
    response: overview.Health,
    open: true,
  },
  {
    method: 'GET',
    path: '/api/v1/openapi.json',
    summary: 'This description',
    response: z.record(z.string(), z.unknown()),
    open: true,
  },
  { method: 'GET', path: '/api/v1/overview', summary: 'Counts of the loop', response: overview.Overview },
  {
    method: 'GET',
    path: '/api/v1/audit',
    summary: 'Who did what, newest first',
    query: overview.AuditQuery,
    response: overview.AuditList,
  },
  ...PEOPLE_SPECS,
  ...SEED_SPECS,
  ...RUN_SPECS,
  ...CONNECTION_SPECS,
  ...ENVIRONMENT_SPECS,
  ...REVIEW_SPECS,
  ...PACK_SPECS,
  ...TRAINING_SPECS,
  ...ROLLOUT_SPECS,
  ...IMPORT_SPECS,
  ...SMOKE_SPECS,
  ...ADVISORY_SPECS,
  ...RESULTS_SPECS,
  ...MLFLOW_SPECS,
  ...(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).map(
    (method): ApiSpec => ({
      method,
      path: '/api/{path}',
      summary: 'Every other address: 404',
      response: Problem,
      status: 404,
      open: true,
    }),
  ),
]
