import type { z } from 'zod'
import { personHeaders } from '#components/data/person-headers.ts'
import { addressAt, bodyOf, type Endpoint, type SentTo } from '#lib/contracts/endpoint.ts'
import { type ActionResult, Problem } from '#lib/contracts/problem.ts'

const Unreadable = { ok: false, code: 'internal', requestId: '' } as const

/**
 * Sends an endpoint what it takes, as JSON; an error answer becomes a failed result with the server's words. `madeFor` is
 * the person whose page sends it, and nobody on pages for strangers.
 */
export async function postJson<const E extends Endpoint, S extends z.ZodType>(
  endpoint: E & { response: S },
  given: SentTo<E>,
  madeFor?: string | null,
): Promise<ActionResult<z.output<S>>> {
  const response = await fetch(addressAt(endpoint, { ...given }), {
    method: endpoint.method,
    headers: { 'content-type': 'application/json', accept: 'application/json', ...personHeaders(madeFor) },
    body: JSON.stringify(bodyOf(endpoint, { ...given })),
  })
  const answer: unknown = await response.json().catch(() => null)
  if (response.ok) {
    const parsed = endpoint.response.safeParse(answer)
    return parsed.success
      ? { ok: true, data: parsed.data }
      : { ...Unreadable, message: 'The server answered in an unexpected form. Reload the page.' }
  }
  const problem = Problem.safeParse(answer)
  if (problem.success) {
    const { code, message, requestId, fields } = problem.data.error
    return { ok: false, code, message, requestId, ...(fields ? { fields } : {}) }
  }
  return { ...Unreadable, message: `The server refused (${response.status}).` }
}
