import type { Tx } from '#lib/db/client.ts'
import { invalid } from '#lib/domain/errors.ts'
import { modelRoles, type Players } from '#lib/domain/player.ts'
import { type NamedPrompts, unknownPrompts } from '#lib/domain/prompt-catalogue.ts'
import { ROLES } from '#lib/domain/vocabulary.ts'
import { readPrompts } from '#lib/services/runs/read-prompts.ts'

/**
 * The prompt of every role that a model plays: the named version, else the newest, so that the run can be told from
 * one with another prompt later. Before any worker has told its prompts only the named ones stand.
 */
export async function choosePrompts(tx: Tx, players: Players, named: NamedPrompts): Promise<NamedPrompts> {
  const played = modelRoles(players)
  const idle = ROLES.filter((role) => named[role] !== undefined && !played.includes(role))
  if (idle.length > 0)
    throw invalid(`The built-in engine plays ${idle.join(', ')}; it has no prompt.`, {
      fields: Object.fromEntries(idle.map((role) => [`prompts.${role}`, ['no model plays this role']])),
    })
  const known = await readPrompts(tx)
  const unknown = Object.keys(known).length === 0 ? [] : unknownPrompts(named, known)
  if (unknown.length > 0)
    throw invalid(`There is no such prompt: ${unknown.map((role) => `${role} ${named[role]}`).join(', ')}.`, {
      fields: Object.fromEntries(
        unknown.map((role) => [
          `prompts.${role}`,
          [`known: ${known[role]?.map(({ version }) => version).join(', ') ?? 'none'}`],
        ]),
      ),
    })
  const chosen = played.flatMap((role) => {
    const version = named[role] ?? known[role]?.[0]?.version
    return version === undefined ? [] : [[role, version] as const]
  })
  return Object.fromEntries(chosen)
}
