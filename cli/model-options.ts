import type { Call } from '#cli/command.ts'
import { usageFailure } from '#cli/failure.ts'
import { commaList } from '#cli/input-file.ts'
import type { ConnectionView, Prices } from '#lib/contracts/connections.ts'
import { isAppError } from '#lib/domain/errors.ts'
import { parseUsd } from '#lib/domain/model-cost.ts'
import { type NamedPrompts, PromptVersion } from '#lib/domain/prompt-catalogue.ts'
import { ROLES, type Role } from '#lib/domain/vocabulary.ts'

/** `ROLE=CONNECTION/MODEL` of the command line; the model's name may hold slashes of its own. */
export type NamedPlayer = { role: Role; connection: string; model: string }

/** Who plays which role, as `--model` names them. */
export function namedPlayers(call: Call): NamedPlayer[] {
  const named = commaList(call.text('model')).map((item): NamedPlayer => {
    const match = /^([a-z-]+)=([^/]+)\/(.+)$/.exec(item)
    const role = ROLES.find((one) => one === match?.[1])
    if (!match || !role)
      throw usageFailure(
        `"${item}" is not ROLE=CONNECTION/MODEL with a role of ${ROLES.join(', ')}.`,
        '--model',
      )
    return { role, connection: match[2] ?? '', model: match[3] ?? '' }
  })
  const twice = named.find(({ role }, at) => named.findIndex((one) => one.role === role) !== at)
  if (twice) throw usageFailure(`${twice.role} is named twice.`, '--model')
  return named
}

/** Versions of prompts, as `--prompt ROLE=v2,..` names them. */
export const namedPrompts = (call: Call): NamedPrompts =>
  Object.fromEntries(
    commaList(call.text('prompt')).map((item) => {
      const [named, version] = item.split('=')
      const role = ROLES.find((one) => one === named)
      const read = PromptVersion.safeParse(version)
      if (!role || !read.success)
        throw usageFailure(
          `"${item}" is not ROLE=VERSION, like technical-writer=v2, with a role of ${ROLES.join(', ')}.`,
          '--prompt',
        )
      return [role, read.data]
    }),
  )

/** A connection by its name or id. */
export function connectionOf(connections: readonly ConnectionView[], name: string): ConnectionView {
  const found = connections.find((one) => one.name === name || one.id === name)
  if (found) return found
  const known = connections.map((one) => one.name).join(', ') || 'none'
  throw usageFailure(`There is no connection "${name}"; known: ${known}.`, name, 'sandmle connections list')
}

/** An amount in US dollars as millionths; undefined when it is not given. */
export function usdOption(call: Call, name: string): number | undefined {
  const text = call.text(name)
  return text === undefined ? undefined : usd(text, `--${name}`)
}

function usd(text: string, where: string): number {
  try {
    return parseUsd(text)
  } catch (error) {
    if (isAppError(error)) throw usageFailure(`"${text}": ${error.publicMessage}`, where)
    throw error
  }
}

/** `MODEL=INPUT/OUTPUT,...`: US dollars for a million tokens. */
export function pricesOption(call: Call): Prices {
  const items = commaList(call.text('price')).map((item): [string, Prices[string]] => {
    const match = /^(.+)=([\d.]+)\/([\d.]+)$/.exec(item)
    const [, model = '', input = '', output = ''] = match ?? []
    if (!match) throw usageFailure(`"${item}" is not MODEL=INPUT/OUTPUT.`, '--price')
    return [model.trim(), { inputMicroUsd: usd(input, '--price'), outputMicroUsd: usd(output, '--price') }]
  })
  return Object.fromEntries(items)
}
