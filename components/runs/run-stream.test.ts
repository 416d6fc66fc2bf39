import { expect, test } from 'vitest'
import { applyFrame, KEPT_EVENTS, type LiveRun, wholeFunnel } from '#components/runs/run-stream.ts'
import type { RunFrame } from '#lib/contracts/runs.ts'

const event = (id: number): RunFrame => ({
  kind: 'event',
  event: {
    id: String(id),
    candidateId: null,
    ordinal: null,
    type: 'note',
    level: 'info',
    message: `line ${id}`,
    data: {},
    at: '2026-01-01T00:00:00Z',
  },
})
const start: LiveRun = {
  status: 'running',
  funnel: wholeFunnel({ queued: 2 }),
  events: [],
  cursor: '0',
  terminal: false,
}

test('events append in order and move the cursor', () => {
  const live = [event(9), event(10)].reduce(applyFrame, start)
  expect(live.events.map((one) => one.id)).toEqual(['9', '10'])
  expect(live.cursor).toBe('10')
})

test('a reconnect that repeats events neither doubles nor loses a line', () => {
  const live = [event(9), event(10), event(9), event(10), event(11)].reduce(applyFrame, start)
  expect(live.events.map((one) => one.id)).toEqual(['9', '10', '11'])
})

test('the newest lines are kept', () => {
  let live = start
  for (let id = 1; id <= KEPT_EVENTS + 5; id += 1) live = applyFrame(live, event(id))
  expect(live.events).toHaveLength(KEPT_EVENTS)
  expect(live.events.at(-1)?.id).toBe(String(KEPT_EVENTS + 5))
})

test('a status frame replaces all counts at once', () => {
  const live = applyFrame(start, {
    kind: 'status',
    status: 'succeeded',
    funnel: wholeFunnel({ verified: 2 }),
    terminal: true,
  })
  expect(live.funnel).toEqual({ ...wholeFunnel({}), verified: 2 })
  expect(live.terminal).toBe(true)
})
