/**
 * What one stranger's file may cost. It is read in a process of its own: the kernel counts what that process takes,
 * native buffers included, and what it costs more than this ends the process and never the worker.
 */
export type ReadingLimits = {
  /** JavaScript objects, MiB. */
  heapMiB: number
  /** All that the process holds for the file: objects, buffers, MiB. */
  memoryMiB: number
  /** Processor time for the next thing that is read; on a busy machine a worker waits for it up to `PATIENCE` times. */
  stepMs: number
  /** The longest that a worker waits for one file in all, new beginnings included. */
  totalMs: number
  /** How often reading begins again behind a part that cost too much. */
  deaths: number
}

export const READING_LIMITS: ReadingLimits = {
  heapMiB: 768,
  memoryMiB: 1024,
  stepMs: 45_000,
  totalMs: 240_000,
  deaths: 20,
}

/** How many times longer than its processor time a step may take by the clock. */
export const PATIENCE = 3
/** Bytes of a file that travel at once. */
export const PIECE_BYTES = 2 ** 20
/** Points of curves that travel at once. */
export const PIECE_POINTS = 65_536
