import type { ApiSpec } from '#lib/contracts/api-spec.ts'
import * as input from '#lib/contracts/mlflow.ts'
import * as answer from '#lib/contracts/mlflow-answers.ts'
import * as model from '#lib/contracts/mlflow-models.ts'

const BASE = '/api/2.0/mlflow'
const FILES = '/api/2.0/mlflow-artifacts/artifacts'

const get = (
  path: string,
  summary: string,
  query: ApiSpec['query'],
  response: ApiSpec['response'],
): ApiSpec => ({
  method: 'GET',
  path: BASE + path,
  summary: `MLflow: ${summary}`,
  ...(query === undefined ? {} : { query }),
  response,
})
const post = (
  path: string,
  summary: string,
  body: ApiSpec['body'],
  response: ApiSpec['response'],
): ApiSpec => ({
  method: 'POST',
  path: BASE + path,
  summary: `MLflow: ${summary}`,
  ...(body === undefined ? {} : { body }),
  response,
})
const ofModel = (
  method: ApiSpec['method'],
  path: string,
  summary: string,
  body: ApiSpec['body'],
  response: ApiSpec['response'],
): ApiSpec => ({
  method,
  path: `${BASE}/logged-models/{model_id}${path}`,
  summary: `MLflow: ${summary}`,
  ...(body === undefined ? {} : { body }),
  response,
})
const ID = { model_id: true } as const
const file = (method: ApiSpec['method'], summary: string, response: ApiSpec['response']): ApiSpec => ({
  method,
  path: `${FILES}/{path}`,
  summary: `MLflow: ${summary}`,
  response,
})
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
const unknown = (method: ApiSpec['method'], path: string): ApiSpec => ({
  method,
  path,
  summary: 'MLflow: what this server does not offer is 404, what it leaves out on purpose 501, with a code',
  response: answer.MlflowError,
  status: 404,
})

/** The part of MLflow's tracking protocol that a client of a training run uses; a token is needed for each. */
export const MLFLOW_SPECS: readonly ApiSpec[] = [
  get(
    '/experiments/get-by-name',
    'an experiment by name',
    input.GetExperimentByName,
    answer.ExperimentAnswer,
  ),
  get('/experiments/get', 'an experiment', input.GetExperiment, answer.ExperimentAnswer),
  post('/experiments/create', 'make an experiment', input.CreateExperiment, answer.ExperimentCreated),
  post('/experiments/search', 'find experiments', input.SearchExperiments, answer.ExperimentsFound),
  get('/experiments/search', 'find experiments', input.SearchExperiments, answer.ExperimentsFound),
  post('/experiments/set-experiment-tag', 'tag an experiment', input.SetExperimentTag, answer.Empty),
  post('/experiments/update', 'rename an experiment', input.UpdateExperiment, answer.Empty),
  post('/experiments/delete', 'put an experiment away with its runs', input.OfExperiment, answer.Empty),
  post('/experiments/restore', 'bring it back', input.OfExperiment, answer.Empty),
  post('/runs/create', 'start a run', input.CreateRun, answer.RunAnswer),
  post('/runs/update', 'say how a run stands', input.UpdateRun, answer.RunInfoAnswer),
  get('/runs/get', 'a run with its latest values', input.GetRun, answer.RunAnswer),
  post('/runs/search', 'find runs', input.SearchRuns, answer.RunsFound),
  post('/runs/delete', 'put a run away', input.GetRun, answer.Empty),
  post('/runs/restore', 'bring it back', input.GetRun, answer.Empty),
  post('/runs/log-metric', 'log one point', input.LogMetric, answer.Empty),
  post(
    '/runs/log-batch',
    'log points, params and tags; an item that is wrong is named, the others are stored',
    input.LogBatch,
    answer.Empty,
  ),
  post('/runs/log-parameter', 'log one param', input.LogParameter, answer.Empty),
  post('/runs/set-tag', 'tag a run', input.SetTag, answer.Empty),
  post('/runs/delete-tag', 'remove a tag of a run', input.DeleteTag, answer.Empty),
  post('/runs/log-inputs', 'name the data sets of a run', input.LogInputs, answer.Empty),
  get('/metrics/get-history', 'all points of a metric', input.GetHistory, answer.HistoryAnswer),
  get('/artifacts/list', 'files of a run', input.ListArtifacts, answer.ArtifactsAnswer),
  post('/runs/outputs', 'models that a run produced', model.LogOutputs, answer.Empty),
  post('/logged-models', 'begin a model (a checkpoint)', model.CreateModel, model.ModelAnswer),
  post('/logged-models/search', 'find models', model.SearchModels, model.ModelsFound),
  get('/logged-models/{model_id}', 'a model', undefined, model.ModelAnswer),
  ofModel('PATCH', '', 'the upload of a model is over', model.FinalizeModel.omit(ID), model.ModelAnswer),
  ofModel('DELETE', '', 'put a model away', undefined, answer.Empty),
  ofModel('POST', '/params', 'log params of a model', model.LogModelParams.omit(ID), answer.Empty),
  ofModel('PATCH', '/tags', 'tag a model', model.SetModelTags.omit(ID), answer.Empty),
  ofModel('DELETE', '/tags/{tag_key}', 'remove a tag of a model', undefined, answer.Empty),
  { ...get('', 'files below a path', undefined, answer.FilesAnswer), path: FILES },
  file('GET', 'the bytes of a file', 'application/octet-stream'),
  file('PUT', 'store a file; the body is its bytes', answer.Empty),
  file('POST', 'store a file, as old clients do', answer.Empty),
  file('DELETE', 'remove a file, or all below a path', answer.Empty),
  ...METHODS.flatMap((method) => [
    unknown(method, `${BASE}/{path}`),
    unknown(method, '/api/3.0/mlflow/{path}'),
  ]),
]
