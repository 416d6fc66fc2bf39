import { publicContext } from '#lib/http/context-of.ts'
import { healthAround, sawDatabase } from '#lib/http/health-around.ts'
import { retryHeaders } from '#lib/http/problem-of.ts'
import { openRoute, toJson } from '#lib/http/route.ts'
import { getHealth } from '#lib/services/health/get-health.ts'

export const dynamic = 'force-dynamic'

/** For monitors and the set-up: no sign-in, no secrets. 503 only when the database is gone. */
export const GET = openRoute(async () => {
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
