import type { Tx } from '#lib/db/client.ts'
import { notFound, precondition } from '#lib/domain/errors.ts'
import type { BlobStore } from '#lib/domain/ports/blob-store.ts'
import { ROLES, type Role } from '#lib/domain/vocabulary.ts'
import { type HeldOutput, readOutput, unreadable } from '#lib/services/steering/held-output.ts'

export type HeldCandidate = {
  id: string
  ordinal: number
  role: Role
  repair: number
  stepId: string
  outputBlob: string
  output: HeldOutput
}

/** A held candidate with what its role produced. @throws not-found, or precondition for one that is not held. */
export async function loadHeld(
  tx: Tx,
  blobs: BlobStore,
  of: { id: string; candidateId: string },
): Promise<HeldCandidate> {
  const row = await tx.candidate.findFirst({
    where: { id: of.candidateId, runId: of.id },
    select: { id: true, ordinal: true, status: true, phase: true, repairs: true },
  })
  if (row === null) throw notFound('candidate', of.candidateId)
  const role = ROLES.find((one) => one === row.phase)
  if (row.status !== 'held' || role === undefined)
    throw precondition('The candidate does not wait for a person, so there is nothing to edit.')
  const step = await tx.step.findUnique({
    where: { candidateId_role_repair: { candidateId: row.id, role, repair: row.repairs } },
    select: { id: true, outputBlob: true },
  })
  if (step?.outputBlob == null) throw unreadable(`The ${role} of candidate ${row.ordinal + 1}`)
  return {
    id: row.id,
    ordinal: row.ordinal,
    role,
    repair: row.repairs,
    stepId: step.id,
    outputBlob: step.outputBlob,
    output: await readOutput(blobs, role, step.outputBlob),
  }
}
