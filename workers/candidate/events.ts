import type { Db, Tx } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'

export type CandidateRef = { runId: string; id: string }
export type EventLevel = 'debug' | 'info' | 'warn' | 'error'
type NewEvent = { type: string; level?: EventLevel; message: string; data?: Prisma.InputJsonObject }

/** Appends to the run's log; the live page shows what is there, nothing else. */
export async function appendEvent(
  tx: Db | Tx,
  of: { runId: string; id?: string },
  event: NewEvent,
): Promise<void> {
  const { type, level = 'info', message, data = {} } = event
  await tx.event.create({
    data: { runId: of.runId, candidateId: of.id ?? null, type, level, message: message.slice(0, 2000), data },
  })
}
