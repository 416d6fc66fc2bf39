import type { ModelConnection, ModelFault } from '#lib/domain/ports/language-model.ts'
import { badAddress, badKey, faultOf, timedOut } from '#lib/llm/model-fault.ts'
import { baseOf } from '#lib/llm/provider-model.ts'

const Sendable = /^[\x21-\x7e]*$/
const problemOf = (connection: ModelConnection) => {
  if (!URL.canParse(baseOf(connection))) return badAddress
  return connection.apiKey !== null && !Sendable.test(connection.apiKey) ? badKey : null
}

/**
 * Runs one exchange under a time limit. Whatever ends it, its connection is closed.
 * @throws the reason of `signal` when the caller aborted.
 */
export async function exchange<T>(
  connection: ModelConnection,
  timeoutMs: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | ModelFault> {
  const started = performance.now()
  const faulted = (fault: Omit<ModelFault, 'kind' | 'latencyMs'>): ModelFault => ({
    kind: 'fault',
    ...fault,
    latencyMs: Math.round(performance.now() - started),
  })
  signal.throwIfAborted()
  const problem = problemOf(connection)
  if (problem) return faulted(problem)
  const stop = new AbortController()
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    stop.abort()
  }, timeoutMs)
  try {
    return await work(AbortSignal.any([signal, stop.signal]))
  } catch (error) {
    signal.throwIfAborted()
    return faulted(isLate ? timedOut(timeoutMs) : faultOf(error, connection.apiKey))
  } finally {
    clearTimeout(timer)
    stop.abort()
  }
}
