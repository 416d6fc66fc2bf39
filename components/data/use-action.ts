'use client'

import { useState, useTransition } from 'react'
import type { Action } from '#components/data/action-state.ts'
import { usePerson } from '#components/data/person.tsx'
import type { ActionResult } from '#lib/contracts/problem.ts'

const UNREACHABLE = {
  ok: false,
  code: 'unavailable',
  message:
    'The server did not answer. Nothing is known about the result: reload the page before trying again.',
  requestId: '',
} as const

/** Runs a server action once at a time and keeps its last result; `onDone` runs after a success only. */
export function useAction<Input, Output>(action: Action<Input, Output>, onDone?: (output: Output) => void) {
  const person = usePerson() ?? undefined
  const [pending, start] = useTransition()
  const [result, setResult] = useState<ActionResult<Output> | null>(null)
  function run(input: Input) {
    if (pending) return
    start(async () => {
      const answer = await action(input, person).catch((): ActionResult<Output> => UNREACHABLE)
      setResult(answer)
      if (answer.ok) onDone?.(answer.data)
    })
  }
  return { run, pending, result }
}
