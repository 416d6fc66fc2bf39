import type { RunDetail, RunEvent, RunFrame } from '#lib/contracts/runs.ts'
import { CANDIDATE_STATUSES, type Funnel } from '#lib/domain/run.ts'

/** At most so many log lines stay in the tab; older ones are read from the server. */
export const KEPT_EVENTS = 2000

export type LiveRun = {
  status: RunDetail['status']
  funnel: Funnel
  events: readonly RunEvent[]
  /** Id of the newest event: where a broken stream continues. */
  cursor: string
  terminal: boolean
}

/** Wire counts with every state present: a state that nobody is in counts zero. */
export const wholeFunnel = (counts: Partial<Funnel>): Funnel => {
  const funnel: Funnel = {
    queued: 0,
    running: 0,
    held: 0,
    verified: 0,
    duplicate: 0,
    rejected: 0,
    error: 0,
    cancelled: 0,
  }
  for (const status of CANDIDATE_STATUSES) funnel[status] = counts[status] ?? 0
  return funnel
}

const isTerminal = (status: RunDetail['status']) =>
  status === 'succeeded' || status === 'failed' || status === 'cancelled'

/** Starts from the snapshot and the log lines read so far; the stream brings what is newer than these lines. */
export function liveRunOf(run: RunDetail, events: readonly RunEvent[]): LiveRun {
  const cursor = events.at(-1)?.id ?? '0'
  const terminal = isTerminal(run.status) && BigInt(cursor) >= BigInt(run.cursor)
  return { status: run.status, funnel: wholeFunnel(run.funnel), events, cursor, terminal }
}

/** Applies one frame. A frame that was seen before (after a reconnect) changes nothing. */
export function applyFrame(live: LiveRun, frame: RunFrame): LiveRun {
  if (frame.kind === 'status') {
    return { ...live, status: frame.status, funnel: wholeFunnel(frame.funnel), terminal: frame.terminal }
  }
  const last = live.events.at(-1)?.id ?? '0'
  if (BigInt(frame.event.id) <= BigInt(last)) return live
  const events = [...live.events, frame.event]
  return { ...live, events: events.slice(-KEPT_EVENTS), cursor: frame.event.id }
}
