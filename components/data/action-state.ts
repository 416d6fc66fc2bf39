import type { ActionResult } from '#lib/contracts/problem.ts'

/**
 * A server action, or a POST that answers like one; failures are values, so that a form keeps what was typed.
 * `madeFor` is the person whose page sends it.
 */
export type Action<Input, Output> = (input: Input, madeFor?: string) => Promise<ActionResult<Output>>

/** First complaint about one field. */
export const fieldError = (result: ActionResult<unknown> | null, field: string): string | undefined =>
  result && !result.ok ? result.fields?.[field]?.[0] : undefined
