import { publicContext } from '#lib/http/context-of.ts'
import { toJson } from '#lib/http/route.ts'
import { getHealth } from '#lib/services/health/get-health.ts'

export const dynamic = 'force-dynamic'

/** For monitors and the set-up: no sign-in, no secrets. 503 only when the database is gone. */
export async function GET(): Promise<Response> {
  const health = await getHealth({ ctx: publicContext() })
  return new Response(toJson(health), {
    status: health.status === 'down' ? 503 : 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  })
}
