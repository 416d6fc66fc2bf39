import type { WaitingContext } from '#lib/services/context.ts'

/** Looks only after listening has begun and whenever there is word of the row, so that nothing is missed. */
export async function waitForRow<Row>(
  ctx: Pick<WaitingContext, 'channel'>,
  id: string,
  look: () => Promise<Row>,
  isOver: (row: Row) => boolean,
  waitMs: number,
): Promise<Row> {
  if (waitMs <= 0) return look()
  const timeIsUp = Promise.withResolvers<false>()
  const timer = setTimeout(() => timeIsUp.resolve(false), waitMs)
  try {
    for (;;) {
      const moved = Promise.withResolvers<true>()
      // Where listening fails the work is queued all the same, and its id finds it.
      const stop = await ctx.channel.listen(id, () => moved.resolve(true)).catch(() => null)
      if (stop === null) return look()
      try {
        const row = await look()
        if (isOver(row)) return row
        if (!(await Promise.race([moved.promise, timeIsUp.promise]))) return look()
      } finally {
        stop()
      }
    }
  } finally {
    clearTimeout(timer)
  }
}
