// One part that a supervisor keeps alive. Time is a parameter: milliseconds of a clock that nobody sets.

/** A part that lived for so long started well: its next death is a first one. */
export const SETTLED_MS = 30_000
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000
/** Deaths in a row at the start after which people are told that waiting does not help. */
const FAILING_AT = 4

/** How long to wait before the next start, after so many deaths at the start in a row. */
export const waitAfter = (deaths) => Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** deaths)

/**
 * @param part `name`, `isAlive()`, and `start()`, which resolves once it was started or rejects with why it was not
 * @param tell hears what happens, for the log
 */
export function watchPart({ name, isAlive, start, mayStart = () => true }, tell) {
  const part = { name, state: 'restarting', restarts: 0, sinceUptimeMs: 0, reason: null }
  let deaths = 0
  let startedMs = null
  let nextMs = 0
  let starting = false
  let lastWords = null

  function enter(state, nowMs) {
    if (part.state === state) return false
    part.state = state
    part.sinceUptimeMs = nowMs
    return true
  }
  const word = () => (deaths >= FAILING_AT ? 'failing' : 'restarting')

  function died(reason, nowMs) {
    deaths = startedMs !== null && nowMs - startedMs < SETTLED_MS ? deaths + 1 : 0
    startedMs = null
    part.restarts += 1
    part.reason = reason
    nextMs = nowMs + waitAfter(deaths)
    enter(word(), nowMs)
    tell(`${name} ${reason}; it is started again in ${nextMs - nowMs} ms (start ${part.restarts + 1})`)
    return true
  }

  async function tryStart(nowMs) {
    starting = true
    startedMs = nowMs
    lastWords = null
    try {
      await start()
      tell(`${name} was started`)
    } catch (error) {
      lastWords = `could not be started: ${error.message}`
    } finally {
      starting = false
    }
  }

  return {
    part,
    /** How a child of ours ended, for the next look. */
    heardEnd(words) {
      lastWords = words
    },
    /** Looks once and starts what is due; returns whether anything changed that others should read. */
    look(nowMs) {
      if (starting) return false
      if (isAlive()) {
        startedMs ??= nowMs
        if (nowMs - startedMs >= SETTLED_MS) deaths = 0
        return enter(deaths >= FAILING_AT ? 'failing' : 'up', nowMs)
      }
      if (startedMs !== null) return died(lastWords ?? 'ended', nowMs)
      if (nowMs < nextMs || !mayStart()) return false
      tryStart(nowMs)
      return true
    },
  }
}
