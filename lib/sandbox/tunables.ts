/** Every number of the sandbox adapter, with its unit and its reason. */

/** The slowest part of a start is importing the scientific stack: 1-2 s, more on a busy machine. */
export const HOST_START_MS = 60_000

/** A job may wait this long for a host that is being restarted; then it is `infra`. */
export const HOST_WAIT_MS = 30_000

/** The cell judges the wall clock. This margin only catches a cell that stopped answering. */
export const ANSWER_MARGIN_MS = 15_000

/** Restart delay after a crash doubles from the first to the second, so that a broken host does not spin. */
export const RESTART_FIRST_MS = 100
export const RESTART_MAX_MS = 5_000

/** A host that lived this long was healthy: the next crash starts the delays again. */
export const HEALTHY_MS = 30_000

/**
 * From the end of a connection to the news that the process behind it ended: milliseconds, longer on a busy machine. A
 * job that lost its cell alone, which hardly ever happens, is answered that much later.
 */
export const DEATH_NOTICE_MS = 1_000

/** Kept of the host's error stream, for the reason of a refusal. */
export const HOST_ERROR_BYTES = 8_192

/**
 * Cells beyond the running ones: the next job finds a waiting cell while the last one is torn down, and the canary
 * one when every place is taken.
 */
export const SPARE_CELLS = 2

/**
 * How often a canary job asks whether the pool serves, and how long it may take on a busy machine. A host that makes no
 * new cells still has some waiting: a canary takes one of them each time, so that is noticed a few canaries later.
 */
export const CANARY_EVERY_MS = 1_000
export const CANARY_PATIENCE_MS = 3_000

/** Jobs at once by default: CPU-bound programs gain nothing from more than one a core. */
export const DEFAULT_POOL_MAX = 4

/** The ordinary uids taken when the worker runs as root, far above real accounts: one range an installation. */
export const FIRST_UID = 60_100
export const RANGES = 125
/** The runner's uid and one for each of up to 31 places. */
export const RANGE_SIZE = 32

/** Linux: sun_path has 108 bytes with the final zero. */
export const SOCKET_PATH_MAX = 107

/** What one result may hold; the cell's own disks are smaller by default. */
export const RESULT_BYTES_MAX = 512 * 1024 * 1024

/** Where system tools are looked for; the caller's PATH is not trusted with that. */
export const TOOL_PATH = '/usr/sbin:/usr/bin:/sbin:/bin'

/** A forker that served this many jobs is replaced: address layout and library state do not live for ever. */
export const RECYCLE_JOBS = 10_000
