/** A lost job is found again by its row's lease, never by the queue: pg-boss gets one attempt. */
export const RETRY_LIMIT = 0
/** Longer than any honest job; only keeps pg-boss from expiring one that still works. */
export const EXPIRE_S = 6 * 3600
/** Wake-ups are worthless after a day: by then the reconciler has sent new ones. */
export const RETENTION_S = 24 * 3600
/** Poll interval where no notification arrives. */
export const POLL_S = 1
/** How long a stopping worker waits for its handlers to release what they hold. */
export const STOP_MS = 10_000
