'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import { applyFrame, type LiveRun, liveRunOf } from '#components/runs/run-stream.ts'
import { api, keys } from '#lib/contracts/api-paths.ts'
import { type RunDetail, type RunEvent, RunFrame } from '#lib/contracts/runs.ts'

export type Connection = 'live' | 'reconnecting' | 'ended'

/** Pause before a stream that the browser gave up is opened again. */
const REOPEN_MS = 3000

/** The live state of a run: the server's snapshot, then its event stream from the snapshot's cursor on. */
export function useRunStream(run: RunDetail, earlier: readonly RunEvent[]) {
  const queries = useQueryClient()
  const [live, setLive] = useState<LiveRun>(() => liveRunOf(run, earlier))
  const [connection, setConnection] = useState<Connection>('live')
  const [opening, setOpening] = useState(0)
  const cursor = useEffectEvent(() => live.cursor)
  const onFrame = useEffectEvent((frame: RunFrame) => {
    setLive((before) => applyFrame(before, frame))
    if (frame.kind === 'status') void queries.invalidateQueries({ queryKey: keys.run(run.id) })
  })
  const done = live.terminal
  useEffect(() => {
    if (done) return
    let reopen: number | undefined
    const source = new EventSource(api.runEvents(run.id, cursor()))
    const receive = ({ data }: MessageEvent<string>) => onFrame(RunFrame.parse(JSON.parse(data)))
    source.addEventListener('message', receive)
    source.addEventListener('event', receive)
    source.addEventListener('status', receive)
    source.onopen = () => setConnection('live')
    source.onerror = () => {
      setConnection('reconnecting')
      // A browser comes back by itself after a cut, but never after an error answer, such as a proxy's 502.
      if (source.readyState === EventSource.CLOSED)
        reopen = window.setTimeout(() => setOpening(opening + 1), REOPEN_MS)
    }
    return () => {
      window.clearTimeout(reopen)
      source.close()
    }
  }, [run.id, done, opening])
  // The server closes an ended stream, which a browser reports like a broken one.
  return { live, connection: done ? 'ended' : connection }
}
