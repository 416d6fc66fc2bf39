import type { ApiSpec } from '#lib/contracts/api-spec.ts'
import * as curves from '#lib/contracts/curves.ts'
import * as views from '#lib/contracts/views.ts'

const TRAINING = '/api/v1/training'
const VIEWS = '/api/v1/views'

/** Routes of training runs, their curves and saved views; part of API_SPECS. */
export const TRAINING_SPECS: readonly ApiSpec[] = [
  {
    method: 'GET',
    path: TRAINING,
    summary: 'Training runs with groups, metrics and what differs between them',
    query: curves.ListTrainingRunsQuery,
    response: curves.TrainingRunList,
  },
  {
    method: 'GET',
    path: `${TRAINING}/{id}`,
    summary: 'One training run with every metric that it logged',
    response: curves.TrainingRunDetail,
  },
  {
    method: 'PATCH',
    path: `${TRAINING}/{id}`,
    summary:
      'Change name, tags or pack of a training run, put it away or bring it back; what is left out stays. The tag sandmle.pack (slug@version or id) links its pack',
    body: curves.EditTrainingRunInput.omit({ id: true }),
    response: curves.TrainingRunDetail,
  },
  {
    method: 'PATCH',
    path: `${TRAINING}/experiments/{id}`,
    summary: 'Rename an experiment, put it away with its runs or bring both back; what is left out stays',
    body: curves.EditExperimentInput.omit({ id: true }),
    response: curves.ExperimentView,
  },
  {
    method: 'GET',
    path: `${TRAINING}/{id}/files`,
    summary: 'Files that the trainer logged beside the metrics',
    response: curves.TrainingFiles,
  },
  {
    method: 'GET',
    path: `${TRAINING}/{id}/files/{path}`,
    summary: 'Bytes of one of these files',
    response: 'application/octet-stream',
  },
  {
    method: 'GET',
    path: `${TRAINING}/curves`,
    summary:
      'A metric of several runs as lines or bands, sampled to the width of a chart; 304 where nothing is new',
    query: curves.CurveQuery,
    response: curves.Curves,
  },
  {
    method: 'GET',
    path: `${TRAINING}/curves.csv`,
    summary: 'Every point of the same chart as it was logged',
    query: curves.CurveQuery,
    response: 'text/csv',
  },
  {
    method: 'GET',
    path: VIEWS,
    summary: 'Saved views of a page, newest first',
    query: views.ListViewsQuery,
    response: views.SavedViewList,
  },
  {
    method: 'POST',
    path: VIEWS,
    summary: 'Save the URL of a page under a name',
    body: views.SaveViewInput,
    response: views.SavedViewView,
    status: 201,
  },
  {
    method: 'GET',
    path: `${VIEWS}/{viewId}`,
    summary: 'One saved view by its short id',
    response: views.SavedViewView,
  },
  {
    method: 'DELETE',
    path: `${VIEWS}/{viewId}`,
    summary: 'Take a saved view away',
    response: views.SavedViewView,
  },
]
