import { type RefusedRollout, RolloutRecord } from '#lib/contracts/rollouts.ts'
import { type AppError, invalid, isAppError } from '#lib/domain/errors.ts'
import { faultsOf } from '#lib/domain/plain-words.ts'
import { contradiction, type SaidOfRollout, saidOf } from '#lib/training/same-rollout.ts'

export type ReadRollout = { at: number; record: ReturnType<typeof RolloutRecord.parse> }

const LETTERS = 500
/** Faults that a refused call names; nobody corrects more at once. */
const NAMED = 20

const nameOf = (record: unknown): string | null => {
  const id = typeof record === 'object' && record !== null && 'id' in record ? record.id : null
  return typeof id === 'string' ? id.slice(0, 200) : null
}

/** The records of a call that can be read, with their places, and what is wrong with the others. */
export function readRollouts(records: readonly unknown[]): {
  read: ReadRollout[]
  refused: RefusedRollout[]
} {
  const read: ReadRollout[] = []
  const refused: RefusedRollout[] = []
  for (const [at, record] of records.entries()) {
    const parsed = RolloutRecord.safeParse(record)
    if (parsed.success) {
      read.push({ at, record: parsed.data })
      continue
    }
    refused.push({ at, id: nameOf(record), message: faultsOf(parsed.error).slice(0, LETTERS) })
  }
  return { read, refused }
}

const otherThanStored = (id: string, differing: string): string =>
  `Rollout ${id} is already recorded with different values (${differing}) and was not changed. Give another attempt an id of its own.`

/**
 * Settles each record by itself, and each name once: a record that contradicts itself, or the one of its name in `stored`
 * or earlier in the call, costs no other; one that only says it again is left out.
 */
export function settleEach<Settled>(
  read: readonly ReadRollout[],
  settle: (record: ReadRollout['record']) => Settled,
  stored: ReadonlyMap<string, SaidOfRollout> = new Map(),
): { settled: Settled[]; refused: RefusedRollout[] } {
  const settled: Settled[] = []
  const refused: RefusedRollout[] = []
  const refuse = ({ at, record }: ReadRollout, message: string) =>
    refused.push({ at, id: record.id, message: message.slice(0, LETTERS) })
  const taken = new Map(stored)
  for (const one of read) {
    const { record } = one
    const before = taken.get(record.id)
    if (before !== undefined) {
      const differing = contradiction(before, saidOf(record))
      if (differing !== null) refuse(one, otherThanStored(record.id, differing))
      continue
    }
    try {
      settled.push(settle(record))
      taken.set(record.id, saidOf(record))
    } catch (error) {
      if (!isAppError(error) || error.code !== 'invalid') throw error
      refuse(one, error.publicMessage)
    }
  }
  return { settled, refused }
}

/** Why a call is refused of which no record is right: its first fault, and the place of each. */
export function noneRight(refused: readonly RefusedRollout[]): AppError {
  const [first, ...others] = refused
  const said = first?.message ?? 'No rollout was sent.'
  const count = `${others.length} more ${others.length === 1 ? 'is' : 'are'} wrong, and none is right.`
  const message = others.length === 0 ? said : `${said.replace(/\.?$/, '.')} ${count}`
  const fields = Object.fromEntries(
    refused.slice(0, NAMED).map(({ at, message }) => [`rollouts.${at}`, [message]]),
  )
  return invalid(message, { fields })
}
