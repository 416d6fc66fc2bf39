import { ADVISORIES, NOTICES } from '#lib/contracts/advisories.ts'
import { CATALOGUE } from '#lib/contracts/catalogue.ts'
import { COMPARISONS } from '#lib/contracts/compare-runs.ts'
import { CONNECTIONS } from '#lib/contracts/connections.ts'
import { TRAINING } from '#lib/contracts/curves.ts'
import type { Endpoint } from '#lib/contracts/endpoint.ts'
import { ENVIRONMENTS, VERSIONS } from '#lib/contracts/environments.ts'
import { EXCHANGES } from '#lib/contracts/exchanges.ts'
import { IMPORTS } from '#lib/contracts/imports.ts'
import { LINEAGE } from '#lib/contracts/lineage.ts'
import { MLFLOW, UNKNOWN_MLFLOW } from '#lib/contracts/mlflow-endpoints.ts'
import { MODEL_REVIEWS } from '#lib/contracts/model-reviews.ts'
import { STUDIO } from '#lib/contracts/overview.ts'
import { PACKS } from '#lib/contracts/packs.ts'
import { PEOPLE } from '#lib/contracts/people.ts'
import { Problem } from '#lib/contracts/problem.ts'
import { RESULTS } from '#lib/contracts/results.ts'
import { REVIEWS } from '#lib/contracts/reviews.ts'
import { REVISIONS } from '#lib/contracts/revisions.ts'
import { ROLLOUTS } from '#lib/contracts/rollouts.ts'
import { RUNS } from '#lib/contracts/runs.ts'
import { SCORES } from '#lib/contracts/scores.ts'
import { SEEDS } from '#lib/contracts/seeds.ts'
import { SMOKE } from '#lib/contracts/smoke.ts'
import { STEERING } from '#lib/contracts/steering.ts'
import { SIGNALS } from '#lib/contracts/training-signals.ts'
import { VIEWS } from '#lib/contracts/views.ts'

/** The whole API: endpoints by resource. */
export const API = {
  STUDIO,
  PEOPLE,
  SEEDS,
  LINEAGE,
  RUNS,
  COMPARISONS,
  STEERING,
  CATALOGUE,
  EXCHANGES,
  CONNECTIONS,
  ENVIRONMENTS,
  VERSIONS,
  REVISIONS,
  SCORES,
  MODEL_REVIEWS,
  REVIEWS,
  PACKS,
  TRAINING,
  VIEWS,
  ROLLOUTS,
  SIGNALS,
  IMPORTS,
  SMOKE,
  ADVISORIES,
  NOTICES,
  RESULTS,
  MLFLOW,
} as const

/** Every method; Next answers HEAD and OPTIONS by these. */
export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

const unknown = (method: Endpoint['method']) =>
  ({
    method,
    path: '/api/{+path}',
    summary: 'Every other address: 404',
    right: null,
    open: true,
    response: Problem,
    status: 404,
  }) as const satisfies Endpoint

/** Addresses that this server does not have. */
export const UNKNOWN = METHODS.map(unknown)

/** Every endpoint that there is, in the order of the description. */
export const ENDPOINTS: readonly Endpoint[] = [
  ...Object.values(API).flatMap((resource): readonly Endpoint[] => Object.values(resource)),
  ...UNKNOWN_MLFLOW,
  ...UNKNOWN,
]
