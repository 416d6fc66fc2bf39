import { z } from 'zod'
import type { ApiSpec } from '#lib/contracts/api-spec.ts'
import { EngineCatalogue } from '#lib/contracts/catalogue.ts'
import * as compare from '#lib/contracts/compare-runs.ts'
import * as exchanges from '#lib/contracts/exchanges.ts'
import * as runs from '#lib/contracts/runs.ts'
import * as steering from '#lib/contracts/steering.ts'

/** Routes of runs, their candidates and what models were asked; part of API_SPECS. */
export const RUN_SPECS: readonly ApiSpec[] = [
  {
    method: 'GET',
    path: '/api/v1/runs',
    summary: 'Runs, newest first',
    query: runs.ListRunsQuery,
    response: runs.RunList,
  },
  {
    method: 'POST',
    path: '/api/v1/runs',
    summary: 'Start a run; one idempotency key starts one run',
    body: runs.StartRunInput,
    response: runs.RunView,
    status: 201,
  },
  {
    method: 'GET',
    path: '/api/v1/runs/{id}',
    summary: 'A run with funnel and lanes',
    response: runs.RunDetail,
  },
  {
    method: 'POST',
    path: '/api/v1/runs/{id}/cancel',
    summary: 'Cancel a run; results stay',
    response: runs.RunView,
  },
  {
    method: 'POST',
    path: '/api/v1/runs/{id}/branch',
    summary: 'Run again over the same seeds, run seed and plan with other players or prompts',
    body: runs.BranchRunBody,
    response: runs.RunView,
    status: 201,
  },
  {
    method: 'GET',
    path: '/api/v1/runs/compare',
    summary: 'Two runs side by side: acceptance, costs and minutes with intervals, and every place',
    query: compare.CompareRunsQuery,
    response: compare.RunComparison,
  },
  {
    method: 'GET',
    path: '/api/v1/runs/prompts',
    summary: 'Versions of the prompts that a model can play a role with, the newest first',
    response: runs.PromptList,
  },
  {
    method: 'POST',
    path: '/api/v1/runs/{id}/retry',
    summary: 'Queue again what ended with an error',
    response: runs.Retried,
  },
  {
    method: 'POST',
    path: '/api/v1/runs/{id}/resume',
    summary: 'Let one held candidate continue, or all of them',
    body: steering.ResumeBody,
    response: steering.Resumed,
  },
  {
    method: 'GET',
    path: '/api/v1/catalogue',
    summary: 'What the engine can make: mechanisms, metrics and domains with their columns',
    response: EngineCatalogue,
  },
  {
    method: 'GET',
    path: '/api/v1/runs/{id}/candidates/{candidateId}/artefacts',
    summary: 'What a held candidate waits with',
    response: steering.ArtefactList,
  },
  {
    method: 'GET',
    path: '/api/v1/runs/{id}/candidates/{candidateId}/artefacts/{file}',
    summary: 'The text of one file of a held candidate',
    response: steering.ArtefactView,
  },
  {
    method: 'PUT',
    path: '/api/v1/runs/{id}/candidates/{candidateId}/artefacts/{file}',
    summary:
      'Edit one file of a held candidate: it counts once the engine could compose it; a text that is not the one that was read is a conflict',
    body: steering.EditArtefactBody,
    response: steering.ArtefactView,
  },
  {
    method: 'GET',
    path: '/api/v1/runs/{id}/candidates/{candidateId}/outputs',
    summary: 'What every role of a candidate produced, attempt by attempt, also of one that was lost',
    response: steering.RoleOutputList,
  },
  {
    method: 'GET',
    path: '/api/v1/runs/{id}/candidates/{candidateId}/outputs/{role}/{repair}/{file}',
    summary: 'The beginning of one file that a role wrote; a plan without its secret',
    response: steering.RoleFile,
  },
  {
    method: 'GET',
    path: '/api/v1/runs/{id}/events',
    summary: 'Live events from a cursor (server-sent)',
    query: runs.RunEventsQuery,
    response: 'text/event-stream',
  },
  {
    method: 'GET',
    path: '/api/v1/runs/{id}/log',
    summary: 'Events from a cursor',
    query: runs.RunEventsQuery,
    response: z.object({ events: z.array(runs.RunEvent), cursor: z.string() }),
  },
  {
    method: 'GET',
    path: '/api/v1/runs/forecast',
    summary: 'Cost, tokens and minutes of a run before it is started',
    query: runs.ForecastQuery,
    response: runs.RunForecast,
  },
  {
    method: 'GET',
    path: '/api/v1/runs/{id}/candidates/{candidateId}/exchanges',
    summary: 'Requests to models that one candidate made',
    response: exchanges.ExchangeList,
  },
  {
    method: 'GET',
    path: '/api/v1/exchanges/{id}',
    summary: 'One request to a model with question and answer',
    response: exchanges.ExchangeDetail,
  },
]
