import type { z } from 'zod'
import { personHeaders } from '#components/data/person-headers.ts'
import { type ActionResult, Problem } from '#lib/contracts/problem.ts'

const Unreadable = { ok: false, code: 'internal', requestId: '' } as const

/**
 * POSTs JSON; an error answer becomes a failed result with the server's words. `madeFor` is the person whose page sends
 * it, and nobody on pages for strangers.
 */
export async function postJson<T extends z.ZodType>(
  path: string,
  body: object,
  schema: T,
  madeFor?: string | null,
): Promise<ActionResult<z.infer<T>>> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...personHeaders(madeFor) },
    body: JSON.stringify(body),
  })
  const answer: unknown = await response.json().catch(() => null)
  if (response.ok) {
    const parsed = schema.safeParse(answer)
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
