'use client'

import {
  type DefinedInitialDataOptions,
  type DefinedUseQueryResult,
  type UndefinedInitialDataOptions,
  type UseQueryOptions,
  type UseQueryResult,
  useQuery,
} from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef } from 'react'

/** Milliseconds until a page asks again, by what is waited for. */
export const PACE_MS = {
  /** One step of a worker, which somebody waits for. */
  step: 1000,
  /** Work of minutes, in several steps. */
  work: 2000,
  /** Work of hours. */
  hours: 5000,
  /** What others do meanwhile. */
  watch: 15_000,
} as const
type Pace = keyof typeof PACE_MS
/** Whether an answer can still change by itself, or whether this one can. */
type IsOpen<T> = boolean | ((answer: T) => boolean)

/** A query that is asked again while its answer is open; one that has no answer yet is not followed. */
export function useFollowed<T>(
  query: DefinedInitialDataOptions<T>,
  isOpen: IsOpen<T>,
  pace: Pace,
): DefinedUseQueryResult<T>
export function useFollowed<T>(
  query: UndefinedInitialDataOptions<T>,
  isOpen: IsOpen<T>,
  pace: Pace,
): UseQueryResult<T>
export function useFollowed<T>(query: UseQueryOptions<T>, isOpen: IsOpen<T>, pace: Pace): UseQueryResult<T> {
  return useQuery({
    ...query,
    refetchInterval: ({ state: { data } }) => {
      const goesOn = typeof isOpen === 'boolean' ? isOpen : data !== undefined && isOpen(data)
      return goesOn ? PACE_MS[pace] : false
    },
  })
}

/** Acts once whenever what was open has ended. */
export function useWhenEnded(isOpen: boolean, act: () => void) {
  const wasOpen = useRef(isOpen)
  const ended = useEffectEvent(act)
  useEffect(() => {
    if (wasOpen.current && !isOpen) ended()
    wasOpen.current = isOpen
  }, [isOpen])
}
