import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { forgetDrafts } from '#components/data/drafts.ts'
import { readStored, store } from '#components/data/use-stored.ts'

let kept: Record<string, string>
let isFull: boolean
beforeEach(() => {
  kept = {}
  isFull = false
  vi.stubGlobal('window', new EventTarget())
  const methods = {
    getItem: (key: string) => kept[key] ?? null,
    setItem(key: string, text: string) {
      if (isFull) throw new DOMException('full', 'QuotaExceededError')
      kept[key] = text
    },
    removeItem(key: string) {
      delete kept[key]
    },
  }
  const own = {
    get: (_: object, name: string) => Reflect.get(methods, name),
    ownKeys: () => Object.keys(kept),
  }
  const listed = { getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) }
  vi.stubGlobal('localStorage', new Proxy({}, { ...own, ...listed }))
})
afterEach(() => vi.unstubAllGlobals())

test('a text that the browser will not keep stays readable in the tab, and is forgotten with the others', () => {
  store('sandmle-draft:robin:verdict:1', 'before')
  isFull = true
  store('sandmle-draft:robin:verdict:1', 'before and after')
  store('sandmle-draft:robin:verdict:2', 'new')
  expect(readStored('sandmle-draft:robin:verdict:1')).toBe('before and after')
  expect(readStored('sandmle-draft:robin:verdict:2')).toBe('new')
  forgetDrafts()
  expect(readStored('sandmle-draft:robin:verdict:1')).toBeNull()
  expect(readStored('sandmle-draft:robin:verdict:2')).toBeNull()
})

test('once there is room again it is kept', () => {
  isFull = true
  store('a', 'x')
  isFull = false
  store('a', 'xy')
  expect(kept).toEqual({ a: 'xy' })
})
