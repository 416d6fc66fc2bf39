import { BUILTIN, type RoleChoice } from '#components/models/assignment.ts'
import { readUsd, typedUsd } from '#components/models/usd.ts'
import type { ConnectionView } from '#lib/contracts/connections.ts'
import type { RunReviewer } from '#lib/domain/player.ts'

const LONGEST_ANSWER = 4_000

/** A reader in a form: connection and model, and its cap as typed. */
export type ReviewerDraft = { choice: RoleChoice; cap: string }

/** The form as it opens: nobody, or the reader of an earlier run. */
export const reviewerDraft = (reviewer: RunReviewer | null): ReviewerDraft =>
  reviewer === null
    ? { choice: BUILTIN, cap: '' }
    : {
        choice: { connectionId: reviewer.player.connectionId, model: reviewer.player.model },
        cap: typedUsd(reviewer.capMicroUsd),
      }

/** A model that reads versions, as it appears in a form: nobody, a player with its cap, or what is missing. */
export type ReviewerRead =
  | { kind: 'nobody' }
  | { kind: 'ok'; reviewer: RunReviewer }
  | { kind: 'incomplete'; reason: string }
const incomplete = (reason: string): ReviewerRead => ({ kind: 'incomplete', reason })

/** Reads connection, model and cap; an empty connection is nobody. */
export function readReviewer(
  choice: RoleChoice,
  connections: readonly ConnectionView[],
  capText: string,
): ReviewerRead {
  if (choice.connectionId === '') return { kind: 'nobody' }
  const connection = connections.find(({ id }) => id === choice.connectionId)
  const model = choice.model.trim()
  if (connection === undefined || model === '') return incomplete('Choose a connection and a model to read.')
  if (!Object.hasOwn(connection.prices, model))
    return incomplete(`${connection.name} has no price for ${model}, so it cannot read versions.`)
  const cap = readUsd(capText)
  if (cap.kind !== 'amount' || cap.micro <= 0)
    return incomplete('The cap of the reader is written like 1 or 0.25, in USD.')
  const player = {
    kind: 'model',
    connectionId: connection.id,
    model,
    maxOutputTokens: LONGEST_ANSWER,
  } as const
  return { kind: 'ok', reviewer: { player: { ...player, temperature: null }, capMicroUsd: cap.micro } }
}
