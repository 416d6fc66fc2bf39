import { MLFLOW, UNKNOWN_MLFLOW } from '#lib/contracts/mlflow-endpoints.ts'
import { attachmentOf } from '#lib/http/attachment-of.ts'
import { type Bound, bind, bindAll } from '#lib/http/bind.ts'
import { handleMlflow, mlflow, mlflowUnknown } from '#lib/http/mlflow.ts'
import { piecesOf } from '#lib/http/upload.ts'
import { createExperiment } from '#lib/services/mlflow/create-experiment.ts'
import { createModel } from '#lib/services/mlflow/create-model.ts'
import { createRun } from '#lib/services/mlflow/create-run.ts'
import { deleteArtefacts } from '#lib/services/mlflow/delete-artefacts.ts'
import { deleteTag } from '#lib/services/mlflow/delete-tag.ts'
import {
  deleteModel,
  deleteModelTag,
  finalizeModel,
  logModelParams,
  setModelTags,
} from '#lib/services/mlflow/edit-model.ts'
import { getExperiment, getExperimentByName } from '#lib/services/mlflow/get-experiment.ts'
import { getHistory } from '#lib/services/mlflow/get-history.ts'
import { getModel } from '#lib/services/mlflow/get-model.ts'
import { getRun } from '#lib/services/mlflow/get-run.ts'
import {
  deleteExperiment,
  deleteRun,
  restoreExperiment,
  restoreRun,
  updateExperiment,
} from '#lib/services/mlflow/lifecycle.ts'
import { listArtefacts, listRunArtefacts } from '#lib/services/mlflow/list-artefacts.ts'
import { logInputs } from '#lib/services/mlflow/log-inputs.ts'
import { logOutputs } from '#lib/services/mlflow/log-outputs.ts'
import { logBatch, logMetric, logParameter, setTag } from '#lib/services/mlflow/log-to-run.ts'
import { openArtefact } from '#lib/services/mlflow/open-artefact.ts'
import { searchExperiments } from '#lib/services/mlflow/search-experiments.ts'
import { searchLoggedModels } from '#lib/services/mlflow/search-logged-models.ts'
import { searchRuns } from '#lib/services/mlflow/search-runs.ts'
import { setExperimentTag } from '#lib/services/mlflow/set-experiment-tag.ts'
import { storeArtefact } from '#lib/services/mlflow/store-artefact.ts'
import { updateRun } from '#lib/services/mlflow/update-run.ts'

type Params = Record<string, string | string[] | undefined>
const pathOf = ({ path }: Params): string => (Array.isArray(path) ? path.join('/') : (path ?? ''))

/** The body is the file: it streams to a blob. */
const store = handleMlflow(async (ctx, request, params) =>
  Response.json(await storeArtefact({ ctx, path: pathOf(params), content: piecesOf(request) })),
)

const verbs = bind(
  MLFLOW,
  {
    getExperimentByName,
    getExperiment,
    createExperiment,
    searchExperiments,
    findExperiments: searchExperiments,
    setExperimentTag,
    updateExperiment,
    deleteExperiment,
    restoreExperiment,
    createRun,
    updateRun,
    getRun,
    searchRuns,
    deleteRun,
    restoreRun,
    logMetric,
    logBatch,
    logParameter,
    setTag,
    deleteTag,
    logInputs,
    getHistory,
    listRunArtefacts,
    logOutputs,
    createModel,
    searchModels: searchLoggedModels,
    getModel,
    finalizeModel,
    deleteModel,
    logModelParams,
    setModelTags,
    deleteModelTag,
    listFiles: listArtefacts,
    file: {
      handler: handleMlflow(async (ctx, _request, params) =>
        attachmentOf(ctx, await openArtefact({ ctx, path: pathOf(params) })),
      ),
    },
    putFile: { handler: store },
    postFile: { handler: store },
    deleteFiles: {
      handler: handleMlflow(async (ctx, _request, params) =>
        Response.json(await deleteArtefacts({ ctx, path: pathOf(params) })),
      ),
    },
  },
  mlflow,
)

/** MLflow's protocol, and what its own server has besides. */
export const mlflowRoutes: readonly Bound[] = [...verbs, ...bindAll(UNKNOWN_MLFLOW, mlflowUnknown)]
