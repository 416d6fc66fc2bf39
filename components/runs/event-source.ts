export type Stream = {
  /** Address of what follows a place. */
  urlOf: (after: string) => string
  /** Newest place that this tab knows. */
  after: () => string
  receive: (data: string) => void
  report: (live: boolean) => void
}
export type OpenedSource = { open: (from: string) => void; close: () => void }

/** Pause before a stream that the browser gave up is opened again. */
const REOPEN_MS = 3000
/** How long a look waits for what the server has, and the pause to the next one. */
const LOOK_MS = 700
const PAUSE_MS = 2500
/** The pause of a tab that nobody sees: many of them must not take turns at every connection that is left. */
const HIDDEN_PAUSE_MS = 20_000
const EVENTS = ['message', 'event', 'status'] as const

function listen(source: EventSource, receive: (data: string) => void): void {
  for (const kind of EVENTS) source.addEventListener(kind, ({ data }: MessageEvent<string>) => receive(data))
}

/** One server stream with its reconnects; `open` again continues from another place. */
export function openSource({ urlOf, after, receive, report }: Stream): OpenedSource {
  let source: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  function open(from: string) {
    source?.close()
    clearTimeout(timer)
    const next = new EventSource(urlOf(from))
    source = next
    listen(next, receive)
    next.onopen = () => report(true)
    next.onerror = () => {
      report(false)
      // A browser comes back by itself after a cut, but never after an error answer, such as a proxy's 502.
      if (next.readyState === EventSource.CLOSED) timer = setTimeout(() => open(after()), REOPEN_MS)
    }
  }
  open(after())
  return {
    open,
    close: () => {
      clearTimeout(timer)
      source?.close()
    },
  }
}

/** The same without a connection that stays: it looks, takes what is there, and leaves the connection to others. */
export function lookAtSource({ urlOf, after, receive, report }: Stream): OpenedSource {
  let source: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  const rest = (next: EventSource) => {
    next.close()
    timer = setTimeout(() => open(after()), document.hidden ? HIDDEN_PAUSE_MS : PAUSE_MS)
  }
  const onShown = () => {
    if (!document.hidden) open(after())
  }
  function open(from: string) {
    source?.close()
    clearTimeout(timer)
    const next = new EventSource(urlOf(from))
    source = next
    const soon = () => {
      clearTimeout(timer)
      timer = setTimeout(() => rest(next), LOOK_MS)
    }
    listen(next, (data) => {
      soon()
      receive(data)
    })
    next.onopen = () => {
      report(true)
      soon()
    }
    next.onerror = () => {
      report(false)
      clearTimeout(timer)
      rest(next)
    }
  }
  document.addEventListener('visibilitychange', onShown)
  open(after())
  return {
    open,
    close: () => {
      document.removeEventListener('visibilitychange', onShown)
      clearTimeout(timer)
      source?.close()
    },
  }
}
