/** A row that nobody renewed for so long is free for others. */
export const LEASE_S = 40
/** Renewal interval of a row's lease: three may fail before it is over. */
export const RENEW_MS = 10_000
/** How often a worker tells that it lives, and how its parts are. */
export const BEAT_MS = 3_000
/** How often it looks whether its sandbox came into another state, which it tells at once. */
export const LOOK_MS = 250
/** How often a worker looks whether its runs were cancelled. */
export const CANCEL_POLL_MS = 2_000
/** How often work without a living worker is looked for. */
export const RECONCILE_MS = 5_000
/**
 * Nobody judges others before the machine was well for so long: after a fault everybody first renews what they hold, and
 * nothing that only waited counts as lost.
 */
export const STEADY_MS = 15_000
/** How often a handler tries again to let go of its row while the machine does not let it. */
export const LET_GO_MS = 1_000
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
/** How often storage is swept. */
export const SWEEP_MS = 60 * 60_000
/** A file in storage to which nothing was written for so long is one whose writer died. */
export const UNFINISHED_MS = 60 * 60_000
/** A blob that nothing refers to a day after it was put was left by a refused request or a dead process. */
export const UNREFERENCED_MS = 24 * 60 * 60_000
