import { Prices } from '#lib/contracts/connections.ts'
import { isAppError } from '#lib/domain/errors.ts'
import type { ModelPrices } from '#lib/domain/model-cost.ts'
import { stored } from '#lib/domain/parse.ts'
import type { ModelConnection } from '#lib/domain/ports/language-model.ts'
import { ProviderUnavailable } from '#lib/domain/ports/role-model.ts'
import type { Deps } from '#workers/deps.ts'

export type LoadedConnection = { name: string; connection: ModelConnection; prices: Prices }

async function openKey(
  deps: Pick<Deps, 'secrets'>,
  name: string,
  sealed: string,
  id: string,
): Promise<string> {
  try {
    return await deps.secrets.open(sealed, id)
  } catch (error) {
    if (!isAppError(error)) throw error
    throw new ProviderUnavailable(`The key of the connection ${name}: ${error.publicMessage}`)
  }
}

/** A connection with its key opened. @throws ProviderUnavailable for one that is gone or disabled. */
export async function loadConnection(
  deps: Pick<Deps, 'db' | 'secrets'>,
  id: string,
): Promise<LoadedConnection> {
  const row = await deps.db.connection.findUnique({
    where: { id },
    select: {
      name: true,
      kind: true,
      baseUrl: true,
      sealedKey: true,
      structuredOutput: true,
      allowPrivate: true,
      prices: true,
      disabledAt: true,
    },
  })
  if (row === null) throw new ProviderUnavailable('The connection of this run does not exist any more.')
  if (row.disabledAt !== null)
    throw new ProviderUnavailable(`The connection ${row.name} is disabled; enable it and retry.`)
  return {
    name: row.name,
    prices: stored(Prices, row.prices, `prices of connection ${id}`),
    connection: {
      kind: row.kind,
      baseUrl: row.baseUrl,
      apiKey: row.sealedKey === null ? null : await openKey(deps, row.name, row.sealedKey, id),
      structuredOutput: row.structuredOutput,
      allowPrivateAddresses: row.allowPrivate,
    },
  }
}

/** The price of a model. @throws ProviderUnavailable where none is set: an unknown cost cannot be held under a cap. */
export function priceOf({ name, prices }: LoadedConnection, model: string): ModelPrices {
  const found = Object.hasOwn(prices, model) ? prices[model] : undefined
  if (found === undefined)
    throw new ProviderUnavailable(
      `The connection ${name} has no price for ${model}; set one (0 is a price) and retry.`,
    )
  return found
}
