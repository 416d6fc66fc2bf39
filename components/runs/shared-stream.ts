import { lookAtSource, type OpenedSource, openSource, type Stream } from '#components/runs/event-source.ts'

/** What tabs of one browser tell each other about a stream that one of them holds. */
type Message =
  | { kind: 'data'; data: string }
  | { kind: 'connection'; live: boolean }
  /** A tab that came later asks for what followed its snapshot. */
  | { kind: 'hello'; after: string }

export type SharedStream = Stream & {
  /** Same for every tab that wants this stream. */
  name: string
}

/** Connections that all tabs together keep: a browser has six to a server, and pages need theirs. */
const KEPT = 3

/** A place among the kept connections until `leaving`; false where all are taken. */
async function takePlace(leaving: AbortSignal): Promise<boolean> {
  for (let place = 1; place <= KEPT; place++) {
    const isTaken = await new Promise<boolean>((told) => {
      const hold = (lock: Lock | null) => {
        told(lock === null)
        if (lock === null || leaving.aborted) return
        return new Promise<void>((release) => {
          leaving.addEventListener('abort', () => release(), { once: true })
        })
      }
      navigator.locks.request(`sandmle-live:${place}`, { ifAvailable: true }, hold).catch(() => told(true))
    })
    if (!isTaken) return true
  }
  return false
}

/**
 * A stream that all tabs of a browser share: browsers keep six connections to a server, and a tab each would leave none
 * for pages. The tab that holds the lock has the connection and tells the others; when it goes, the next one takes over
 * from the place that it knows. Tabs of more streams than may be kept look again and again in place of staying. Data
 * may come twice. Returns how to leave.
 */
export function followShared(stream: SharedStream): () => void {
  const { name, after, receive, report } = stream
  // Browsers give locks to addresses of this machine and to https alone.
  if (navigator.locks === undefined || typeof BroadcastChannel === 'undefined')
    return lookAtSource(stream).close
  const channel = new BroadcastChannel(name)
  const tell = (message: Message) => channel.postMessage(message)
  const leaving = new AbortController()
  let source: OpenedSource | null = null
  channel.onmessage = ({ data: message }: MessageEvent<Message>) => {
    if (message.kind === 'data') receive(message.data)
    else if (message.kind === 'connection') report(message.live)
    else if (source !== null && BigInt(message.after) < BigInt(after())) source.open(message.after)
  }
  const lead = async () => {
    const isKept = await takePlace(leaving.signal)
    return new Promise<void>((release) => {
      if (leaving.signal.aborted) return release()
      source = (isKept ? openSource : lookAtSource)({
        ...stream,
        receive: (data) => {
          receive(data)
          tell({ kind: 'data', data })
        },
        report: (live) => {
          report(live)
          tell({ kind: 'connection', live })
        },
      })
      leaving.signal.addEventListener('abort', () => release(), { once: true })
    })
  }
  navigator.locks.request(name, { signal: leaving.signal }, lead).catch(() => undefined)
  report(true)
  tell({ kind: 'hello', after: after() })
  return () => {
    leaving.abort()
    source?.close()
    channel.close()
  }
}
