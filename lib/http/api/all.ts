import { UNKNOWN } from '#lib/contracts/api.ts'
import { advisoriesRoutes, noticesRoutes } from '#lib/http/api/advisories.ts'
import { catalogueRoutes } from '#lib/http/api/catalogue.ts'
import { comparisonsRoutes } from '#lib/http/api/compare-runs.ts'
import { connectionsRoutes } from '#lib/http/api/connections.ts'
import { trainingRoutes } from '#lib/http/api/curves.ts'
import { environmentsRoutes, versionsRoutes } from '#lib/http/api/environments.ts'
import { exchangesRoutes } from '#lib/http/api/exchanges.ts'
import { importsRoutes } from '#lib/http/api/imports.ts'
import { lineageRoutes } from '#lib/http/api/lineage.ts'
import { mlflowRoutes } from '#lib/http/api/mlflow.ts'
import { modelReviewsRoutes } from '#lib/http/api/model-reviews.ts'
import { studioRoutes } from '#lib/http/api/overview.ts'
import { packsRoutes } from '#lib/http/api/packs.ts'
import { peopleRoutes } from '#lib/http/api/people.ts'
import { resultsRoutes } from '#lib/http/api/results.ts'
import { reviewsRoutes } from '#lib/http/api/reviews.ts'
import { revisionsRoutes } from '#lib/http/api/revisions.ts'
import { rolloutsRoutes } from '#lib/http/api/rollouts.ts'
import { runsRoutes } from '#lib/http/api/runs.ts'
import { scoresRoutes } from '#lib/http/api/scores.ts'
import { seedsRoutes } from '#lib/http/api/seeds.ts'
import { smokeRoutes } from '#lib/http/api/smoke.ts'
import { steeringRoutes } from '#lib/http/api/steering.ts'
import { signalsRoutes } from '#lib/http/api/training-signals.ts'
import { viewsRoutes } from '#lib/http/api/views.ts'
import { type Bound, bindAll } from '#lib/http/bind.ts'
import { unknownRoute } from '#lib/http/route.ts'

/** The whole API with what answers it; signing in alone has a route of its own. */
export const ALL_ROUTES: readonly Bound[] = [
  ...advisoriesRoutes,
  ...noticesRoutes,
  ...catalogueRoutes,
  ...comparisonsRoutes,
  ...connectionsRoutes,
  ...trainingRoutes,
  ...environmentsRoutes,
  ...versionsRoutes,
  ...exchangesRoutes,
  ...importsRoutes,
  ...lineageRoutes,
  ...mlflowRoutes,
  ...modelReviewsRoutes,
  ...studioRoutes,
  ...packsRoutes,
  ...peopleRoutes,
  ...resultsRoutes,
  ...reviewsRoutes,
  ...revisionsRoutes,
  ...rolloutsRoutes,
  ...runsRoutes,
  ...scoresRoutes,
  ...seedsRoutes,
  ...smokeRoutes,
  ...steeringRoutes,
  ...signalsRoutes,
  ...viewsRoutes,
  ...bindAll(UNKNOWN, unknownRoute),
]
