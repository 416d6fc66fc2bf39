import type { RoleAsk } from '#lib/domain/ports/role-model.ts'
import { canonicalJson, hashOf } from '#lib/pipeline/canonical.ts'

/** Who asks: the same run seed and place ask the same question in every run. */
export type Asker = { runSeed: number | string; ordinal: number }

export type Question = {
  /** Names role, candidate, attempt and turn to the provider, beside the prompt. */
  trace: string
  /** The whole question as it is kept, and its hash: equal questions have equal bytes. */
  bytes: Uint8Array
  hash: string
}

const traceOf = ({ role, repair, turn }: RoleAsk, { runSeed, ordinal }: Asker): string =>
  `sandmle role=${role} candidate=${runSeed}-${ordinal} repair=${repair} turn=${turn}`

/** The question as it is kept: the prompt, and who asks, as two candidates that ask alike want an answer each. */
export function questionOf(ask: RoleAsk, asker: Asker): Question {
  const trace = traceOf(ask, asker)
  const { connectionId, model, temperature, maxOutputTokens } = ask.player
  const { system, messages, schema } = ask
  const text = canonicalJson({
    connectionId,
    model,
    temperature,
    maxOutputTokens,
    system,
    messages,
    schema,
    trace,
  })
  return { trace, bytes: new TextEncoder().encode(text), hash: hashOf(text) }
}
