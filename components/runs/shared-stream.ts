/** What tabs of one browser tell each other about a stream that one of them holds. */
type Message =
  | { kind: 'data'; data: string }
  | { kind: 'connection'; live: boolean }
  /** A tab that came later asks for what followed its snapshot. */
  | { kind: 'hello'; after: string }

export type SharedStream = {
  /** Same for every tab that wants this stream. */
  name: string
  /** Address of what follows a place. */
  urlOf: (after: string) => string
  /** Newest place that this tab knows. */
  after: () => string
  receive: (data: string) => void
  report: (live: boolean) => void
}

/** Pause before a stream that the browser gave up is opened again. */
const REOPEN_MS = 3000
const EVENTS = ['message', 'event', 'status'] as const

/** One server stream with its reconnects; `open` again continues from another place. */
function openSource({ urlOf, after, receive, report }: Omit<SharedStream, 'name'>) {
  let source: EventSource | null = null
  let timer: number | undefined
  function open(from: string) {
    source?.close()
    window.clearTimeout(timer)
    const next = new EventSource(urlOf(from))
    source = next
    for (const kind of EVENTS) next.addEventListener(kind, ({ data }: MessageEvent<string>) => receive(data))
    next.onopen = () => report(true)
    next.onerror = () => {
      report(false)
      // A browser comes back by itself after a cut, but never after an error answer, such as a proxy's 502.
      if (next.readyState === EventSource.CLOSED) timer = window.setTimeout(() => open(after()), REOPEN_MS)
    }
  }
  open(after())
  return {
    open,
    close: () => {
      window.clearTimeout(timer)
      source?.close()
    },
  }
}

/**
 * A stream that all tabs of a browser share: browsers keep six connections to a server, and a tab each would leave none
 * for pages. The tab that holds the lock has the connection and tells the others; when it goes, the next one takes over
 * from the place that it knows. Data may come twice. Returns how to leave.
 */
export function followShared(stream: SharedStream): () => void {
  const { name, after, receive, report } = stream
  // Browsers give locks to addresses of this machine and to https alone.
  if (navigator.locks === undefined || typeof BroadcastChannel === 'undefined')
    return openSource(stream).close
  const channel = new BroadcastChannel(name)
  const tell = (message: Message) => channel.postMessage(message)
  const leaving = new AbortController()
  let source: ReturnType<typeof openSource> | null = null
  channel.onmessage = ({ data: message }: MessageEvent<Message>) => {
    if (message.kind === 'data') receive(message.data)
    else if (message.kind === 'connection') report(message.live)
    else if (source !== null && BigInt(message.after) < BigInt(after())) source.open(message.after)
  }
  const lead = () =>
    new Promise<void>((release) => {
      if (leaving.signal.aborted) return release()
      source = openSource({
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
  navigator.locks.request(name, { signal: leaving.signal }, lead).catch(() => undefined)
  report(true)
  tell({ kind: 'hello', after: after() })
  return () => {
    leaving.abort()
    source?.close()
    channel.close()
  }
}
