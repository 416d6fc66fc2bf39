import type { z } from 'zod'
import { RunEventsQuery, type RunFrame, RunParams } from '#lib/contracts/runs.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import type { RunStatus } from '#lib/domain/run.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { funnelOf } from '#lib/services/runs/funnels-of.ts'
import { readEvents } from '#lib/services/runs/list-run-events.ts'
import { reasonsFor } from '#lib/services/runs/visible-reasons.ts'

/** How often a live stream looks for news. */
export const WATCH_EVERY_MS = 700
const TERMINAL: readonly RunStatus[] = ['succeeded', 'failed', 'cancelled']

const Input = RunParams.extend(RunEventsQuery.shape)

/**
 * Follows a run from a cursor: each event once and in order, a status frame whenever the run or its funnel moved, and
 * the end after the terminal frame. `sleep` ends the stream by answering false (the reader left, time is up).
 */
export async function* watchRun({
  ctx,
  input,
  sleep,
}: {
  ctx: ServiceContext
  input: z.input<typeof Input>
  sleep: (ms: number) => Promise<boolean>
}): AsyncGenerator<RunFrame> {
  requireCapability(ctx, 'run.read')
  const { id, after } = parseInput(Input, input)
  const visible = reasonsFor(ctx.actor)
  let cursor = after
  let shown = ''
  do {
    // One snapshot: a terminal status never arrives before the events that were committed with it.
    const { run, events, funnel, newest } = await ctx.db.$transaction(
      async (tx) => ({
        run: await tx.run.findUnique({ where: { id }, select: { status: true } }),
        events: await readEvents(tx, id, cursor),
        funnel: await funnelOf(tx, id),
        newest: await tx.event.findFirst({
          where: { runId: id },
          select: { id: true },
          orderBy: { id: 'desc' },
        }),
      }),
      { isolationLevel: 'RepeatableRead' },
    )
    if (run === null) throw notFound('run', id)
    for (const event of events) {
      cursor = event.id
      yield { kind: 'event', event: visible.event(event) }
    }
    const complete = BigInt(cursor) >= (newest?.id ?? 0n)
    const terminal = TERMINAL.includes(run.status) && complete
    const frame = { kind: 'status', status: run.status, funnel, terminal } as const
    if (JSON.stringify(frame) !== shown) {
      shown = JSON.stringify(frame)
      yield frame
    }
    if (terminal) return
  } while (await sleep(WATCH_EVERY_MS))
}
