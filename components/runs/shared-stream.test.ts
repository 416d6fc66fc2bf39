import { setMaxListeners } from 'node:events'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { followShared } from '#components/runs/shared-stream.ts'

/** A server stream that says one thing at once and then stays open, as that of a run does. */
class Source {
  static readonly CLOSED = 2
  static open = new Set<Source>()
  static seen = new Set<string>()
  readyState = 1
  onopen: (() => void) | null = null
  onerror: (() => void) | null = null
  readonly heard: ((event: { data: string }) => void)[] = []
  constructor(url: string) {
    Source.open.add(this)
    Source.seen.add(url)
    setTimeout(() => {
      if (this.readyState === Source.CLOSED) return
      this.onopen?.()
      this.heard[0]?.({ data: url })
    }, 10)
  }
  addEventListener(_: string, hear: (event: { data: string }) => void) {
    this.heard.push(hear)
  }
  close() {
    this.readyState = Source.CLOSED
    Source.open.delete(this)
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  vi.stubGlobal('EventSource', Source)
  vi.stubGlobal('document', page)
  page.hidden = false
  Source.seen.clear()
})
afterEach(async () => {
  for (const leave of left) leave()
  left.clear()
  await settle()
  vi.useRealTimers()
  vi.unstubAllGlobals()
  for (const source of Source.open) source.close()
})

/** Lets what locks and channels tell each other happen: these run outside the timers. */
const settle = async () => {
  for (let turn = 0; turn < 20; turn++) await new Promise((done) => setImmediate(done))
}

/** Connections that a browser has to one server. */
const OF_A_BROWSER = 6
/** What the tests below leave open. */
const left = new Set<() => void>()
/** Tabs ask their document whether they are seen; all of the test share one. */
const page = Object.assign(new EventTarget(), { hidden: false })
setMaxListeners(0, page)

function follow(name: string) {
  const heard: string[] = []
  const leave = followShared({
    name,
    urlOf: (after) => `/${name}?after=${after}`,
    after: () => String(heard.length),
    receive: (data) => heard.push(data),
    report: () => undefined,
  })
  left.add(leave)
  return { heard, leave }
}

/** How many connections stay, looked at from second to second. */
async function connectionsOver(seconds: number): Promise<number[]> {
  const counts: number[] = []
  for (let second = 0; second < seconds; second++) {
    await vi.advanceTimersByTimeAsync(1000)
    await settle()
    counts.push(Source.open.size)
  }
  return counts
}

test('seven tabs with a run each leave connections for pages, and each hears of its run', async () => {
  const tabs = Array.from({ length: 7 }, (_, at) => follow(`run-${at}`))
  await settle()
  const counts = await connectionsOver(12)
  expect(Math.min(...counts)).toBe(3)
  expect(tabs.map(({ heard }) => heard.length > 0)).toEqual(Array(7).fill(true))
  for (const { leave } of tabs) leave()
  await settle()
  expect(Source.open.size).toBe(0)
})

test('seven tabs with one run have one connection', async () => {
  const tabs = Array.from({ length: 7 }, () => follow('run'))
  await settle()
  expect(Math.max(...(await connectionsOver(6)))).toBe(1)
  expect(tabs.map(({ heard }) => heard.length > 0)).toEqual(Array(7).fill(true))
  for (const { leave } of tabs) leave()
  await settle()
})

test('twenty tabs with a run each, behind the one that is seen, leave connections for pages', async () => {
  page.hidden = true
  const tabs = []
  for (let at = 0; at < 20; at++) {
    tabs.push(follow(`run-${at}`))
    await settle()
    await connectionsOver(1)
  }
  let isFullFor = 0
  let longest = 0
  for (let tenth = 0; tenth < 600; tenth++) {
    await vi.advanceTimersByTimeAsync(100)
    isFullFor = Source.open.size < OF_A_BROWSER ? 0 : isFullFor + 100
    longest = Math.max(longest, isFullFor)
  }
  // A page that is asked for meanwhile has its answer within a second.
  expect(longest).toBeLessThan(1000)
  expect(tabs.map(({ heard }) => heard.length > 0)).toEqual(Array(20).fill(true))
})

test('a tab that is shown again looks at once', async () => {
  for (const name of ['a', 'b', 'c']) follow(name)
  await settle()
  page.hidden = true
  const { heard } = follow('d')
  await settle()
  await connectionsOver(5)
  expect(heard).toHaveLength(1)
  page.hidden = false
  page.dispatchEvent(new Event('visibilitychange'))
  await connectionsOver(1)
  expect(heard).toHaveLength(2)
})

test('where the tab with the connection closes, the next one continues from what it knows', async () => {
  const [first, ...others] = Array.from({ length: 3 }, () => follow('run'))
  await settle()
  await connectionsOver(2)
  expect([...Source.seen]).toEqual(['/run?after=0'])
  first?.leave()
  await settle()
  expect(await connectionsOver(3)).toEqual([1, 1, 1])
  expect([...Source.seen]).toEqual(['/run?after=0', '/run?after=1'])
  expect(others.map(({ heard }) => heard)).toEqual([
    ['/run?after=0', '/run?after=1'],
    ['/run?after=0', '/run?after=1'],
  ])
  for (const { leave } of others) leave()
  await settle()
  expect(Source.open.size).toBe(0)
})

test('a tab that comes late has the connection that is there ask again from its place', async () => {
  const early = follow('run')
  await settle()
  await connectionsOver(2)
  const late = follow('run')
  await settle()
  expect(await connectionsOver(2)).toEqual([1, 1])
  expect(late.heard).toEqual(['/run?after=0'])
  for (const { leave } of [early, late]) leave()
  await settle()
})

test('a tab that is opened and closed twenty times leaves no connection behind', async () => {
  for (let times = 0; times < 20; times++) {
    const { leave } = follow(`run-${times % 5}`)
    if (times % 2 === 0) await settle()
    leave()
  }
  await settle()
  expect(await connectionsOver(3)).toEqual([0, 0, 0])
})

test('at an address without locks, as plain http has, no connection stays', async () => {
  vi.stubGlobal('navigator', {})
  const tabs = Array.from({ length: 7 }, (_, at) => follow(`run-${at}`))
  const counts = await connectionsOver(12)
  expect(Math.min(...counts)).toBe(0)
  expect(tabs.map(({ heard }) => heard.length > 1)).toEqual(Array(7).fill(true))
  for (const { leave } of tabs) leave()
  expect(Source.open.size).toBe(0)
})
