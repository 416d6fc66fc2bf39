/** What a server action answers; failures are values, so that a form keeps what was typed. */
export type ActionResult<T> =
  | { ok: true; data: T }
  | { ok: false; code: string; message: string; fields?: Record<string, string[]> | undefined; requestId: string }

export type Action<Input, Output> = (input: Input) => Promise<ActionResult<Output>>

/** First complaint about one field. */
export const fieldError = (result: ActionResult<unknown> | null, field: string): string | undefined =>
  result && !result.ok ? result.fields?.[field]?.[0] : undefined
