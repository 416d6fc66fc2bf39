import { z } from 'zod'
import * as advisories from '#lib/contracts/advisories.ts'
import * as compare from '#lib/contracts/compare-runs.ts'
import * as connections from '#lib/contracts/connections.ts'
import * as environments from '#lib/contracts/environments.ts'
import * as exchanges from '#lib/contracts/exchanges.ts'
import { IMPORT_SPECS } from '#lib/contracts/import-specs.ts'
import { MLFLOW_SPECS } from '#lib/contracts/mlflow-specs.ts'
import * as modelReviews from '#lib/contracts/model-reviews.ts'
import * as overview from '#lib/contracts/overview.ts'
import * as packs from '#lib/contracts/packs.ts'
import * as people from '#lib/contracts/people.ts'
import * as results from '#lib/contracts/results.ts'
import * as reviews from '#lib/contracts/reviews.ts'
import { ROLLOUT_SPECS } from '#lib/contracts/rollout-specs.ts'
import * as runs from '#lib/contracts/runs.ts'
import * as seeds from '#lib/contracts/seeds.ts'
import { SMOKE_SPECS } from '#lib/contracts/smoke-specs.ts'
import * as steering from '#lib/contracts/steering.ts'
import { TRAINING_SPECS } from '#lib/contracts/training-specs.ts'

export type ApiSpec = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** As in OpenAPI: parameters in braces. */
  path: string
  summary: string
  query?: z.ZodObject
  body?: z.ZodType
  /** JSON schema of the answer, or the media type of a body that is not JSON. */
  response: z.ZodType | string
  status?: number
  /** Open to people without an account or token. */
  open?: true
}

const ENVIRONMENT = '/api/v1/environments/{id}'
const VERSION = `${ENVIRONMENT}/versions/{n}`

const ADVISORY_SPECS: readonly ApiSpec[] = [
  {
    method: 'GET',
    path: `${VERSION}/advisories`,
    summary: 'Advisories on a version, newest first',
    response: advisories.AdvisoryList,
  },
  {
    method: 'POST',
    path: `${VERSION}/advisories`,
    summary: 'Mark a version after its release; makers of what used it get a notice',
    body: advisories.IssueAdvisoryBody,
    response: advisories.AdvisoryIssued,
    status: 201,
  },
  {
    method: 'GET',
    path: '/api/v1/notices',
    summary: "The caller's own notices that are not read",
    response: advisories.NoticeList,
  },
  {
    method: 'POST',
    path: '/api/v1/notices/{id}/read',
    summary: 'Mark an own notice as read',
    response: advisories.NoticeRead,
  },
]

const RESULTS = '/api/v1/results'
const RESULTS_SPECS: readonly ApiSpec[] = [
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
  {
    method: 'POST',
    path: '/api/v1/redeem/owner',
    summary: 'Make the first owner from the one-time token',
    body: people.RedeemOwnerTokenInput,
    response: people.Redeemed,
    open: true,
  },
  {
    method: 'POST',
    path: '/api/v1/redeem/invite',
    summary: 'Make an account from an invitation',
    body: people.RedeemInviteInput,
    response: people.Redeemed,
    open: true,
  },
  { method: 'GET', path: '/api/v1/me', summary: 'Who is asking, and what they may do', response: people.Me },
  { method: 'GET', path: '/api/v1/overview', summary: 'Counts of the loop', response: overview.Overview },
  {
    method: 'GET',
    path: '/api/v1/audit',
    summary: 'Who did what, newest first',
    query: overview.AuditQuery,
    response: overview.AuditList,
  },
  {
    method: 'GET',
    path: '/api/v1/people',
    summary: 'People, open invitations and tokens',
    response: people.People,
  },
  {
    method: 'PATCH',
    path: '/api/v1/people',
    summary: "Change a person's role or lock the account",
    body: people.ChangeRoleInput,
    response: people.Person,
  },
  {
    method: 'POST',
    path: '/api/v1/people/invites',
    summary: 'Make a one-time invitation',
    body: people.CreateInviteInput,
    response: people.InviteCreated,
    status: 201,
  },
  {
    method: 'POST',
    path: '/api/v1/tokens',
    summary: 'Make an API token',
    body: people.CreateTokenInput,
    response: people.TokenCreated,
    status: 201,
  },
  {
    method: 'DELETE',
    path: '/api/v1/tokens/{tokenId}',
    summary: 'End an API token',
    response: z.object({ id: z.uuid() }),
  },
  {
    method: 'GET',
    path: '/api/v1/seeds',
    summary: 'The seed library and own uploads',
    query: seeds.ListSeedsQuery,
    response: seeds.SeedList,
  },
  {
    method: 'POST',
    path: '/api/v1/seeds',
    summary: 'Upload a zip of seed tasks; the body is the archive',
    query: seeds.UploadSeedsQuery,
    response: seeds.SeedUploadView,
    status: 202,
  },
  {
    method: 'GET',
    path: '/api/v1/seeds/{id}',
    summary: 'One seed by id or slug',
    response: seeds.SeedDetail,
  },
  {
    method: 'GET',
    path: '/api/v1/seeds/uploads/{id}',
    summary: 'State and report of an upload',
    response: seeds.SeedUploadView,
  },
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
    summary: 'Run again over the same seeds, run seed and plan with another cast or other prompts',
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
    summary: 'Let one held candidate go on, or all of them',
    body: steering.ResumeBody,
    response: steering.Resumed,
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
    summary: 'Edit one file of a held candidate; a text that is not the one that was read is a conflict',
    body: steering.EditArtefactBody,
    response: steering.ArtefactView,
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
  {
    method: 'GET',
    path: '/api/v1/connections',
    summary: 'Connections to model providers, without their keys',
    response: connections.ConnectionList,
  },
  {
    method: 'POST',
    path: '/api/v1/connections',
    summary: 'Add a connection; the key is sealed and never shown again',
    body: connections.CreateConnectionInput,
    response: connections.ConnectionView,
    status: 201,
  },
  {
    method: 'PATCH',
    path: '/api/v1/connections/{id}',
    summary: 'Change a connection; what is left out stays',
    body: connections.UpdateConnectionBody,
    response: connections.ConnectionView,
  },
  {
    method: 'DELETE',
    path: '/api/v1/connections/{id}',
    summary: 'Take a connection out of use',
    response: connections.ConnectionView,
  },
  {
    method: 'POST',
    path: '/api/v1/connections/{id}/check',
    summary: 'Have a worker list the models of a connection',
    response: connections.ConnectionView,
    status: 202,
  },
  {
    method: 'GET',
    path: '/api/v1/environments',
    summary: 'Environments, filtered, sorted and paged',
    query: environments.ListEnvironmentsQuery,
    response: environments.EnvironmentList,
  },
  {
    method: 'GET',
    path: ENVIRONMENT,
    summary: 'The newest version of an environment',
    response: environments.EnvironmentDetail,
  },
  {
    method: 'GET',
    path: VERSION,
    summary: 'One version of an environment',
    response: environments.EnvironmentDetail,
  },
  {
    method: 'GET',
    path: `${VERSION}/files/{path}`,
    summary: "Bytes of one file of the caller's view",
    response: 'application/octet-stream',
  },
  {
    method: 'GET',
    path: `${VERSION}/table`,
    summary: 'Rows of a CSV file and facts of its columns',
    query: environments.TableQuery,
    response: environments.TableView,
  },
  {
    method: 'POST',
    path: `${VERSION}/submit`,
    summary: 'Submit a verified version for review',
    response: environments.SubmittedForReview,
  },
  {
    method: 'GET',
    path: `${VERSION}/verify`,
    summary: 'The last certificate that was asked for outside a run',
    response: environments.CertificationView,
  },
  {
    method: 'POST',
    path: `${VERSION}/verify`,
    summary: 'Run a certificate of the current gate set again',
    body: environments.VerifyBody,
    response: environments.CertificationView,
    status: 202,
  },
  {
    method: 'POST',
    path: `${VERSION}/score`,
    summary: 'Have a submission scored',
    body: environments.ScoreBody,
    response: environments.ScoreAnswer,
  },
  {
    method: 'GET',
    path: '/api/v1/trials/{id}',
    summary: 'A score that was asked for earlier',
    response: environments.ScoreAnswer,
  },
  {
    method: 'GET',
    path: `${VERSION}/model-review`,
    summary: 'What models said of a version; findings are recommendations for people',
    response: modelReviews.ModelReviewList,
  },
  {
    method: 'POST',
    path: `${VERSION}/model-review`,
    summary: 'Have a model read a version, under a cap of its own',
    body: modelReviews.ModelReviewBody,
    response: modelReviews.ModelReviewList,
    status: 202,
  },
  {
    method: 'POST',
    path: '/api/v1/findings/{id}/judgement',
    summary: "Confirm or refute a model's finding",
    body: modelReviews.JudgeFindingBody,
    response: modelReviews.ModelReviewList,
  },
  {
    method: 'GET',
    path: '/api/v1/reviews/precision',
    summary: 'How often people confirmed what each model found, by criterion',
    response: modelReviews.PrecisionList,
  },
  {
    method: 'GET',
    path: '/api/v1/reviews',
    summary: 'The review queue',
    query: reviews.ReviewQueueQuery,
    response: reviews.ReviewQueue,
  },
  {
    method: 'POST',
    path: '/api/v1/reviews',
    summary: 'Approve, or request changes; the version in the body',
    body: reviews.SubmitReviewInput,
    response: reviews.ReviewSubmitted,
    status: 201,
  },
  {
    method: 'GET',
    path: '/api/v1/reviews/{versionId}',
    summary: 'One item of the queue with its evidence',
    response: reviews.ReviewItem,
  },
  {
    method: 'POST',
    path: '/api/v1/reviews/{versionId}',
    summary: 'Approve, or request changes',
    body: reviews.SubmitReviewInput.omit({ versionId: true }),
    response: reviews.ReviewSubmitted,
    status: 201,
  },
  {
    method: 'GET',
    path: '/api/v1/packs',
    summary: 'Packs, newest first',
    query: packs.ListPacksQuery,
    response: packs.PackList,
  },
  {
    method: 'POST',
    path: '/api/v1/packs',
    summary: 'Request the next version of a pack',
    body: packs.RequestPackInput,
    response: packs.PackView,
    status: 201,
  },
  {
    method: 'GET',
    path: '/api/v1/packs/{id}',
    summary: 'A pack with its entries',
    response: packs.PackDetail,
  },
  {
    method: 'POST',
    path: '/api/v1/packs/{id}/withdraw',
    summary: 'Withdraw a ready pack, for a reason',
    body: packs.WithdrawPackInput.omit({ id: true }),
    response: packs.PackView,
  },
  {
    method: 'GET',
    path: '/api/v1/packs/{id}/download',
    summary: 'The zip file of a ready pack',
    response: 'application/zip',
  },
  ...TRAINING_SPECS,
  ...ROLLOUT_SPECS,
  ...IMPORT_SPECS,
  ...SMOKE_SPECS,
  ...ADVISORY_SPECS,
  ...RESULTS_SPECS,
  ...MLFLOW_SPECS,
]
