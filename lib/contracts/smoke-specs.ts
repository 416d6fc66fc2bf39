import type { ApiSpec } from '#lib/contracts/api-spec.ts'
import * as smoke from '#lib/contracts/smoke.ts'

const SMOKE = '/api/v1/training/smoke'

/** Routes of smoke tests; part of API_SPECS. */
export const SMOKE_SPECS: readonly ApiSpec[] = [
  {
    method: 'GET',
    path: SMOKE,
    summary: 'Smoke tests of packs, newest first',
    query: smoke.ListSmokeQuery,
    response: smoke.SmokeRunList,
  },
  {
    method: 'POST',
    path: SMOKE,
    summary: 'Start a smoke test of a ready pack; an equal open one is answered instead',
    body: smoke.StartSmokeInput,
    response: smoke.SmokeRunView,
    status: 201,
  },
  {
    method: 'GET',
    path: `${SMOKE}/{id}`,
    summary: 'A smoke test with its steps, greedy programs and certificate',
    response: smoke.SmokeRunDetail,
  },
  {
    method: 'POST',
    path: `${SMOKE}/{id}/cancel`,
    summary: 'Cancel a smoke test; a running one ends within a step',
    response: smoke.SmokeRunView,
  },
]
