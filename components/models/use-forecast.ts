'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import { ask } from '#components/data/read-json.ts'
import type { RoleAssignment } from '#components/models/assignment.ts'
import { RUNS, type RunForecast } from '#lib/contracts/runs.ts'

export type ForecastState = { data: RunForecast | null; error: Error | null; retry: () => void }

const MAX_CANDIDATES = 500

/** The forecast of a complete role assignment with a model in it; nothing is asked for any other. */
export function useForecast(assignment: RoleAssignment, candidates: number): ForecastState {
  const players =
    assignment.kind === 'ok' && assignment.models.length > 0 ? JSON.stringify(assignment.players) : null
  const whole = Math.min(MAX_CANDIDATES, Math.max(1, Math.round(candidates)))
  const asked = useDeferredValue({ players: players ?? '{}', candidates: whole })
  const query = useQuery({
    ...ask(RUNS.forecast, asked),
    placeholderData: keepPreviousData,
    enabled: players !== null && asked.players !== '{}',
  })
  return {
    data: players === null ? null : (query.data ?? null),
    error: query.error,
    retry: () => void query.refetch(),
  }
}
