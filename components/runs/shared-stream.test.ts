import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { followShared } from '#components/runs/shared-stream.ts'

/** A server stream that says one thing at once and then stays open, as that of a run does. */
class Source {
  static readonly CLOSED = 2
  static open = new Set<Source>()
  static most = 0
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
  Source.seen.clear()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  for (const source of Source.open) source.close()
})

/** Lets what locks and channels tell each other happen: these run outside the timers. */
const settle = async () => {
  for (let turn = 0; turn < 20; turn++) await new Promise((done) => setImmediate(done))
}

function follow(name: string) {
  const heard: string[] = []
  const leave = followShared({
    name,
    urlOf: (after) => `/${name}?after=${after}`,
    after: () => String(heard.length),
    receive: (data) => heard.push(data),
    report: () => undefined,
  })
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

test('at an address without locks, as plain http has, no connection stays', async () => {
  vi.stubGlobal('navigator', {})
  const tabs = Array.from({ length: 7 }, (_, at) => follow(`run-${at}`))
  const counts = await connectionsOver(12)
  expect(Math.min(...counts)).toBe(0)
  expect(tabs.map(({ heard }) => heard.length > 1)).toEqual(Array(7).fill(true))
  for (const { leave } of tabs) leave()
  expect(Source.open.size).toBe(0)
})
