import type { ApiSpec } from '#lib/contracts/api-spec.ts'
import * as environments from '#lib/contracts/environments.ts'
import * as revisions from '#lib/contracts/revisions.ts'
import { ENVIRONMENT, VERSION } from '#lib/contracts/spec-paths.ts'

/** Routes of environments, their versions and scores; part of API_SPECS. */
export const ENVIRONMENT_SPECS: readonly ApiSpec[] = [
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
    method: 'PUT',
    path: `${VERSION}/files/{path}`,
    summary: 'Save the next version with this one file changed; several files: revise',
    body: revisions.PutFileBody,
    response: revisions.RevisionView,
    status: 202,
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
    path: `${VERSION}/revise`,
    summary: 'The last request to save the next version over this one',
    response: revisions.RevisionView,
  },
  {
    method: 'POST',
    path: `${VERSION}/revise`,
    summary: 'Save the next version over this one: changed files, and why; a worker makes and verifies it',
    body: revisions.ReviseBody,
    response: revisions.RevisionView,
    status: 202,
  },
  {
    method: 'GET',
    path: `${VERSION}/diff`,
    summary: 'What differs from an earlier version, file by file',
    query: revisions.DiffQuery,
    response: revisions.VersionDiff,
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
    method: 'POST',
    path: `${VERSION}/rollouts`,
    summary: 'Open a rollout, whose agent has gradings of its own',
    body: environments.OpenRolloutBody,
    response: environments.OpenedRollout,
    status: 201,
  },
  {
    method: 'GET',
    path: '/api/v1/trials/{id}',
    summary: 'A score that was asked for earlier',
    response: environments.ScoreAnswer,
  },
]
