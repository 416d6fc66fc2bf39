/** Why a worker lets go of a row in the middle. `cut-off`: the database did not answer for a whole lease. */
export type StopReason = 'fenced' | 'cancelled' | 'shutdown' | 'held' | 'cut-off'

/** Thrown through everything that works on a leased row; caught once, where the row was claimed. */
export class LeaseLost extends Error {
  readonly reason: StopReason
  constructor(reason: StopReason) {
    super(`lease lost: ${reason}`)
    this.name = 'LeaseLost'
    this.reason = reason
  }
}
