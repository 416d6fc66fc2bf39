/** Why a worker lets go of a row in the middle. `cut-off`: the database did not answer for a whole lease. */
export type StopReason = 'fenced' | 'cancelled' | 'shutdown' | 'held' | 'cut-off'

/** Thrown through everything that works on a candidate; caught once, where the candidate was claimed. */
export class CandidateStopped extends Error {
  readonly reason: StopReason
  constructor(reason: StopReason) {
    super(`stopped: ${reason}`)
    this.name = 'CandidateStopped'
    this.reason = reason
  }
}
