import type { RoleAsk } from '#lib/domain/ports/role-model.ts'
import { canonicalJson, hashOf } from '#lib/pipeline/canonical.ts'

/** Who asks: the same run seed and place ask the same question in every run. */
export type Asker = { runSeed: number | string; ordinal: number }

export type Question = {
  system: string
  /** The whole question as it is kept, and its hash: equal questions have equal bytes. */
  bytes: Uint8Array
  hash: string
}

/** Names role, candidate, attempt and turn, so that a scripted provider can tell what is asked without guessing. */
const markerOf = ({ role, repair, turn }: RoleAsk, { runSeed, ordinal }: Asker): string =>
  `[[sandmle role=${role} candidate=${runSeed}-${ordinal} repair=${repair} turn=${turn}]]`

/** The question as it goes to the provider. */
export function questionOf(ask: RoleAsk, asker: Asker): Question {
  const system = `${markerOf(ask, asker)}\n${ask.system}`
  const { connectionId, model, temperature, maxOutputTokens } = ask.player
  const { messages, schema } = ask
  const text = canonicalJson({
    connectionId,
    model,
    temperature,
    maxOutputTokens,
    system,
    messages,
    schema,
  })
  return { system, bytes: new TextEncoder().encode(text), hash: hashOf(text) }
}
