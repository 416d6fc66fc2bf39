import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { PACE_MS, useFollowed, useWhenEnded } from '#components/data/use-followed.ts'
import { isUnfinished } from '#lib/domain/unfinished.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function Cache({ children }: { children: ReactNode }) {
  return <QueryClientProvider client={new QueryClient()}>{children}</QueryClientProvider>
}
const wait = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))

test('an open answer is asked for again at its pace until it is closed, and its end is told once', async () => {
  const answers = ['queued', 'running', 'finished', 'queued']
  const queryFn = vi.fn(async () => ({ status: answers.shift() ?? 'finished' }))
  const onEnd = vi.fn()
  const { result } = renderHook(
    () => {
      const { data } = useFollowed({ queryKey: ['one'], queryFn }, isUnfinished, 'step')
      useWhenEnded(data !== undefined && isUnfinished(data), onEnd)
      return data?.status
    },
    { wrapper: Cache },
  )
  await wait(0)
  expect(result.current).toBe('queued')
  await wait(PACE_MS.step - 20)
  expect(queryFn).toHaveBeenCalledTimes(1)
  await wait(40)
  expect(result.current).toBe('running')
  expect(onEnd).not.toHaveBeenCalled()
  await wait(PACE_MS.step)
  expect(result.current).toBe('finished')
  await wait(10 * PACE_MS.step)
  expect(queryFn).toHaveBeenCalledTimes(3)
  expect(onEnd).toHaveBeenCalledOnce()
})

test('what its owner calls open is followed whatever it answers, and what never answered is not', async () => {
  const queryFn = vi.fn(async () => ({ status: 'finished' }))
  const broken = vi.fn(() => Promise.reject(new Error('503')))
  renderHook(
    () => {
      useFollowed({ queryKey: ['watched'], queryFn }, true, 'hours')
      useFollowed({ queryKey: ['broken'], queryFn: broken, retry: false }, isUnfinished, 'step')
    },
    { wrapper: Cache },
  )
  await wait(PACE_MS.hours + 1)
  expect(queryFn).toHaveBeenCalledTimes(2)
  expect(broken).toHaveBeenCalledTimes(1)
})
