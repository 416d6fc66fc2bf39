import {
  type AssignedModel,
  type AssignmentDraft,
  choiceOf,
  type RoleAssignment,
} from '#components/models/assignment.ts'
import { roleInSentence } from '#components/models/role-words.ts'
import { readUsd } from '#components/models/usd.ts'
import type { ConnectionView } from '#lib/contracts/connections.ts'
import { ModelPlayer } from '#lib/domain/player.ts'
import { ROLES, type Role } from '#lib/domain/vocabulary.ts'

type Read = AssignedModel | { kind: 'builtin' } | { kind: 'incomplete'; reason: string }
const incomplete = (reason: string): Read => ({ kind: 'incomplete', reason })

function readRole(draft: AssignmentDraft, role: Role, connections: readonly ConnectionView[]): Read {
  const { connectionId, model } = choiceOf(draft, role)
  if (connectionId === '') return { kind: 'builtin' }
  const connection = connections.find((one) => one.id === connectionId)
  const words = draft.everyRole ? 'every role' : `the ${roleInSentence(role)}`
  if (connection === undefined) return incomplete(`The connection of ${words} is gone; choose another.`)
  const name = model.trim()
  if (name === '') return incomplete(`Choose a model for ${words}.`)
  const price = new Map(Object.entries(connection.prices)).get(name)
  if (price === undefined)
    return incomplete(`${connection.name} has no price for ${name}, so it cannot play ${words}.`)
  const player = ModelPlayer.safeParse({
    kind: 'model',
    connectionId,
    model: name,
    maxOutputTokens: Number(draft.maxOutputTokens),
    temperature: draft.temperature.trim() === '' ? null : Number(draft.temperature),
  })
  if (!player.success)
    return incomplete('The longest answer is 256 to 64000 tokens, and the temperature 0 to 2 or empty.')
  return { role, player: player.data, connection, outputMicroUsd: price.outputMicroUsd }
}

/** Reads the role assignment of the form role by role, with the reason where a role is not complete. */
export function readAssignment(
  draft: AssignmentDraft,
  connections: readonly ConnectionView[],
): RoleAssignment {
  const models: AssignedModel[] = []
  for (const role of ROLES) {
    const read = readRole(draft, role, connections)
    if ('player' in read) models.push(read)
    else if (read.kind === 'incomplete') return { kind: 'incomplete', reason: read.reason }
  }
  const players = Object.fromEntries(models.map(({ role, player }) => [role, player]))
  return { kind: 'ok', players, models, cap: readUsd(draft.cap) }
}
