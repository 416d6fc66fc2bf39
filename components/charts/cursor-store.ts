'use client'

import { useSyncExternalStore } from 'react'

/** Where the linked cursor stands: a place of x, and the chart that the pointer or the keyboard is in. */
export type Cursor = { x: number; chart: string } | null
export type CursorStore = {
  get: () => Cursor
  set: (cursor: Cursor) => void
  subscribe: (notify: () => void) => () => void
}

/** One a page. Outside of React's state: a move of the pointer draws cursors again, not lines. */
export function createCursorStore(): CursorStore {
  let cursor: Cursor = null
  const readers = new Set<() => void>()
  return {
    get: () => cursor,
    set(next) {
      if (next?.x === cursor?.x && next?.chart === cursor?.chart) return
      cursor = next
      for (const notify of readers) notify()
    },
    subscribe(notify) {
      readers.add(notify)
      return () => readers.delete(notify)
    },
  }
}

export const useCursor = (store: CursorStore): Cursor =>
  useSyncExternalStore(store.subscribe, store.get, () => null)
