import type { ApiSpec } from '#lib/contracts/api-spec.ts'
import * as results from '#lib/contracts/results.ts'

const RESULTS = '/api/v1/results'
/** Routes of benchmark results; part of API_SPECS. */
export const RESULTS_SPECS: readonly ApiSpec[] = [
  {
    method: 'GET',
    path: RESULTS,
    summary: 'Systems of a benchmark with means, errors and every attempt, beside reported figures',
    query: results.ResultsQuery,
    response: results.ResultsBoard,
  },
  {
    method: 'POST',
    path: RESULTS,
    summary: 'Describe a system: model, method, scaffold and conditions',
    body: results.CreateSystemInput,
    response: results.SystemView,
    status: 201,
  },
  {
    method: 'GET',
    path: `${RESULTS}/{id}`,
    summary: 'One system with each attempt and its report files',
    query: results.SystemQuery.omit({ id: true }),
    response: results.SystemDetail,
  },
  {
    method: 'PATCH',
    path: `${RESULTS}/{id}`,
    summary: 'Correct the description of a system; what is left out stays',
    body: results.UpdateSystemBody,
    response: results.SystemView,
  },
  {
    method: 'POST',
    path: `${RESULTS}/{id}/adjudications`,
    summary: 'Decide what one result counts as, for a reason; decisions are only added',
    body: results.AdjudicateBody,
    response: results.LedgerEntry,
    status: 201,
  },
  {
    method: 'GET',
    path: `${RESULTS}/adjudications`,
    summary: 'The ledger of decisions about results',
    query: results.LedgerQuery,
    response: results.Ledger,
  },
  {
    method: 'POST',
    path: `${RESULTS}/imports`,
    summary: 'Upload a report, or a zip of a run group; the body is the file',
    query: results.UploadResultsQuery,
    response: results.ResultsImportView,
    status: 202,
  },
  {
    method: 'GET',
    path: `${RESULTS}/imports/{id}`,
    summary: 'State and report of an upload of results',
    response: results.ResultsImportView,
  },
  {
    method: 'GET',
    path: `${RESULTS}/download`,
    summary: 'Every attempt with seed, tier and decision, as CSV or JSON',
    query: results.DownloadQuery,
    response: results.Download,
  },
]
