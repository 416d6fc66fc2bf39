import type { RunEvent } from '#lib/contracts/runs.ts'
import type { Tx } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'

export type NewEvent = {
  runId: string
  candidateId?: string
  type: string
  level: RunEvent['level']
  message: string
  data?: Prisma.InputJsonObject
}

/** Adds one line to a run's log, in the transaction of what it tells about. */
export async function appendEvent(tx: Tx, event: NewEvent): Promise<void> {
  await tx.event.create({ data: { ...event, data: event.data ?? {} } })
}
