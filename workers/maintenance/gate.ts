import type { MachineFault, MachinePart } from '#lib/domain/machine-fault.ts'

/** Lets work through while the parts that it needs are well. What waits continues by itself, in order. */
export type Gate = {
  shut(fault: MachineFault): void
  open(part: MachinePart): void
  /** Why work that needs these parts waits; null when it does not. */
  pauseOf(needs: readonly MachinePart[]): MachineFault | null
  /** Resolves once nothing that is needed is shut, or when `signal` aborts. */
  passed(needs: readonly MachinePart[], signal: AbortSignal): Promise<void>
}

/** `tell` hears of each part that is shut or opened, once. */
export function openGate(tell: (part: MachinePart, reason: string | null) => void): Gate {
  const shut = new Map<MachinePart, string>()
  const waiting = new Set<() => void>()
  const pauseOf = (needs: readonly MachinePart[]): MachineFault | null => {
    const part = needs.find((one) => shut.has(one))
    return part === undefined ? null : { part, reason: shut.get(part) ?? '' }
  }
  return {
    shut({ part, reason }) {
      if (!shut.has(part)) tell(part, reason)
      shut.set(part, reason)
    },
    open(part) {
      if (!shut.delete(part)) return
      tell(part, null)
      for (const look of [...waiting]) look()
    },
    pauseOf,
    passed(needs, signal) {
      return new Promise((resolve) => {
        const look = () => {
          if (!signal.aborted && pauseOf(needs) !== null) return
          waiting.delete(look)
          signal.removeEventListener('abort', look)
          resolve()
        }
        waiting.add(look)
        signal.addEventListener('abort', look)
        look()
      })
    },
  }
}
