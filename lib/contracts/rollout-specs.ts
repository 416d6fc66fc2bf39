import type { ApiSpec } from '#lib/contracts/api-spec.ts'
import { RetiredVersion, RetireVersionInput } from '#lib/contracts/environments.ts'
import * as rollouts from '#lib/contracts/rollouts.ts'
import * as signals from '#lib/contracts/training-signals.ts'

const RUN = '/api/v1/training/{id}'
const ROLLOUT = '/api/v1/training/rollouts/{rolloutId}'

/** Routes of rollouts and of what they say about environments; part of API_SPECS. */
export const ROLLOUT_SPECS: readonly ApiSpec[] = [
  {
    method: 'GET',
    path: `${RUN}/rollouts`,
    summary: 'Rollouts of a training run, newest step first, worst reward first within it',
    query: rollouts.ListRolloutsQuery.omit({ runId: true }),
    response: rollouts.RolloutList,
  },
  {
    method: 'POST',
    path: `${RUN}/rollouts`,
    summary:
      'Record rollouts of a training run; a repeated id is stored once, a record that is wrong is named and its neighbours are stored; 422 where none is right',
    body: rollouts.RecordRolloutsInput.omit({ runId: true }),
    response: rollouts.RecordedRollouts,
    status: 201,
  },
  {
    method: 'GET',
    path: ROLLOUT,
    summary: 'One rollout with certificate and reviewers of its version',
    response: rollouts.RolloutDetail,
  },
  {
    method: 'GET',
    path: `${ROLLOUT}/evidence`,
    summary: 'Program, output and conversation of a rollout',
    response: rollouts.RolloutEvidence,
  },
  {
    method: 'GET',
    path: `${RUN}/steps`,
    summary: 'Environments of a range of steps, the strongest pull on the mean reward first',
    query: signals.StepEnvironmentsQuery.omit({ runId: true }),
    response: signals.StepEnvironments,
  },
  {
    method: 'GET',
    path: `${RUN}/rewards`,
    summary: 'Mean reward by part over the steps of a run, of all environments or of one',
    query: signals.RewardPartsQuery.omit({ runId: true }),
    response: signals.RewardPartsView,
  },
  {
    method: 'GET',
    path: `${RUN}/environments`,
    summary: 'Environments of a training run: which are too easy, too hard or broken, and what to do',
    response: signals.TrainingEnvironments,
  },
  {
    method: 'GET',
    path: `${RUN}/sft`,
    summary: 'Conversations of a run as JSON lines, filtered by reward and validity',
    query: signals.SftQuery.omit({ runId: true }),
    response: 'application/x-ndjson',
  },
  {
    method: 'GET',
    path: '/api/v1/environments/{id}/training',
    summary: 'Training runs that used an environment',
    response: signals.EnvironmentTraining,
  },
  {
    method: 'POST',
    path: '/api/v1/environments/{id}/versions/{n}/retire',
    summary: 'Take an approved version out of the catalogue, for a reason',
    body: RetireVersionInput,
    response: RetiredVersion,
  },
]
