import { openApi } from '#lib/contracts/open-api.ts'
import { STUDIO } from '#lib/contracts/overview.ts'
import { bind } from '#lib/http/bind.ts'
import { publicContext } from '#lib/http/context-of.ts'
import { healthAround, sawDatabase } from '#lib/http/health-around.ts'
import { retryHeaders } from '#lib/http/problem-of.ts'
import { openRoute, toJson } from '#lib/http/route.ts'
import { listAudit } from '#lib/services/audit/list-audit.ts'
import { getHealth } from '#lib/services/health/get-health.ts'
import { getOverview } from '#lib/services/overview/get-overview.ts'

/** For monitors and the set-up: no sign-in, no secrets. 503 only when the database is gone. */
const health = openRoute(async () => {
  const health = await getHealth({ ctx: publicContext(), around: await healthAround() })
  const isDown = health.status === 'down'
  sawDatabase(!isDown)
  return new Response(toJson(health), {
    status: isDown ? 503 : 200,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...(isDown ? retryHeaders('unavailable') : {}),
    },
  })
})

export const studioRoutes = bind(STUDIO, {
  health: { handler: health },
  description: { handler: openRoute(() => Response.json(openApi())) },
  overview: getOverview,
  audit: listAudit,
})
