'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import { applyFrame, type LiveRun, liveRunOf } from '#components/runs/run-stream.ts'
import { followShared } from '#components/runs/shared-stream.ts'
import { addressOf, keyOf } from '#lib/contracts/endpoint.ts'
import { RUNS, type RunDetail, type RunEvent, RunFrame } from '#lib/contracts/runs.ts'

export type Connection = 'live' | 'reconnecting' | 'ended'

/** The live state of a run: the server's snapshot, then its event stream from the snapshot's cursor on. */
export function useRunStream(run: RunDetail, earlier: readonly RunEvent[]) {
  const queries = useQueryClient()
  const [live, setLive] = useState<LiveRun>(() => liveRunOf(run, earlier))
  const [connection, setConnection] = useState<Connection>('live')
  const cursor = useEffectEvent(() => live.cursor)
  const onFrame = useEffectEvent((frame: RunFrame) => {
    setLive((before) => applyFrame(before, frame))
    if (frame.kind === 'status')
      void queries.invalidateQueries({ queryKey: keyOf(RUNS.get, { id: run.id }), exact: true })
  })
  const onReport = useEffectEvent((isLive: boolean) => setConnection(isLive ? 'live' : 'reconnecting'))
  const done = live.terminal
  useEffect(() => {
    if (done) return
    return followShared({
      name: `sandmle-run:${run.id}`,
      urlOf: (after) => addressOf(RUNS.events, { id: run.id, after }),
      after: () => cursor(),
      receive: (data) => onFrame(RunFrame.parse(JSON.parse(data))),
      report: (isLive) => onReport(isLive),
    })
  }, [run.id, done])
  // The server closes an ended stream, which a browser reports like a broken one.
  return { live, connection: done ? 'ended' : connection }
}
