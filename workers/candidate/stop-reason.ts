/** Why a worker lets go of a candidate in the middle. */
export type StopReason = 'fenced' | 'cancelled' | 'shutdown' | 'held'

/** Thrown through everything that works on a candidate; caught once, where the candidate was claimed. */
export class CandidateStopped extends Error {
  readonly reason: StopReason
  constructor(reason: StopReason) {
    super(`stopped: ${reason}`)
    this.name = 'CandidateStopped'
    this.reason = reason
  }
}
