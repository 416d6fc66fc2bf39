import { AppError } from '#lib/domain/errors.ts'

/** Runs work when its turn comes. Rejects with `limit` where too many wait already. */
export type Line = <T>(work: () => Promise<T>) => Promise<T>

/** A line in which at most `atOnce` jobs run and at most `mostWaiting` wait, first come, first served. */
export function inLine(atOnce: number, mostWaiting: number, refusal: string): Line {
  let free = atOnce
  const waiting: (() => void)[] = []
  return async (work) => {
    if (free > 0) free--
    else if (waiting.length >= mostWaiting) throw new AppError('limit', refusal)
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) free++
      else next()
    }
  }
}
