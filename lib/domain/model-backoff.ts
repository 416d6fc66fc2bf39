import type { ModelFaultKind } from '#lib/domain/ports/language-model.ts'

export type BackoffLimits = {
  /** Requests in all, the first included. */
  attempts: number
  baseMs: number
  /** The longest wait that we choose ourselves. */
  maxMs: number
  /** The longest wait that a provider may ask for; beyond it the call is given up, not made too early. */
  maxRetryAfterMs: number
}

export const BACKOFF_LIMITS: BackoffLimits = {
  attempts: 6,
  baseMs: 1_000,
  maxMs: 60_000,
  maxRetryAfterMs: 300_000,
}

export type BackoffPlan =
  | { kind: 'wait'; ms: number }
  | { kind: 'give-up'; reason: 'never-retried' | 'attempts-used' | 'asked-to-wait-too-long' }

const RETRIED = {
  'rate-limited': true,
  server: true,
  timeout: true,
  network: true,
  'address-refused': false,
  'bad-request': false,
  unauthorised: false,
  malformed: false,
} as const satisfies Record<ModelFaultKind, boolean>

/** Spreads callers that were told the same moment. */
const RETRY_AFTER_SPREAD = 0.1

/**
 * What to do after the `attempt`-th request (1 = the first) ended in a fault: wait, doubling with half of it left to
 * chance, never less than the provider asked for; or give up. `random` is in [0, 1).
 */
export function planRetry(
  fault: ModelFaultKind,
  attempt: number,
  retryAfterMs: number | null,
  random: number,
  limits: BackoffLimits = BACKOFF_LIMITS,
): BackoffPlan {
  if (!RETRIED[fault]) return { kind: 'give-up', reason: 'never-retried' }
  if (attempt >= limits.attempts) return { kind: 'give-up', reason: 'attempts-used' }
  if (retryAfterMs !== null && retryAfterMs > limits.maxRetryAfterMs)
    return { kind: 'give-up', reason: 'asked-to-wait-too-long' }
  const full = Math.min(limits.maxMs, limits.baseMs * 2 ** (attempt - 1))
  const own = full / 2 + (full / 2) * random
  const asked = retryAfterMs === null ? 0 : retryAfterMs * (1 + RETRY_AFTER_SPREAD * random)
  return { kind: 'wait', ms: Math.ceil(Math.max(own, asked)) }
}
