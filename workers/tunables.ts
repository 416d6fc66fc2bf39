/** A worker that does not renew for this long is taken for dead. */
export const LEASE_S = 60
/** Renewal interval: three may fail before the lease is over. */
export const BEAT_MS = 15_000
/** How often a worker looks whether its runs were cancelled. */
export const CANCEL_POLL_MS = 2_000
/** How often work without a living worker is looked for. */
export const RECONCILE_MS = 10_000
/** Queued rows older than this are woken again, as a wake-up may have been lost. */
export const SILENT_S = 30
/** Trials of one certificate at once. */
export const TRIALS = 2
/** How long a stopping worker waits for its handlers to release their rows. */
export const DRAIN_MS = 9_000
/** Long enough to freeze a task of a thousand pictures. */
export const TRANSACTION_MS = 30_000
/** The longest that one request to a model's provider may take; a slow server of one's own writes 16,000 tokens in it. */
export const CALL_MS = 15 * 60_000
/** Requests to one connection at once in one worker. */
export const CALLS_AT_ONCE = 4
/** How often a call looks whether there is room below a cap that others hold. */
export const HELD_MS = 1_000
