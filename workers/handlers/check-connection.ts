import type { ModelList } from '#lib/domain/ports/language-model.ts'
import { ProviderUnavailable } from '#lib/domain/ports/role-model.ts'
import { databaseNow } from '#lib/services/context.ts'
import type { Deps } from '#workers/deps.ts'
import { loadConnection } from '#workers/models/load-connection.ts'
import { ROWS, type Served } from '#workers/served.ts'

/** Most models that are kept of a list; gateways offer hundreds. */
const MAX_MODELS = 1000
type Outcome = { checkStatus: 'ok' | 'failed'; checkMessage: string; models?: string[] }

function outcomeOf(list: ModelList): Outcome {
  if (list.kind === 'fault') return { checkStatus: 'failed', checkMessage: list.message }
  const models = [...new Set(list.models)].slice(0, MAX_MODELS)
  return {
    checkStatus: 'ok',
    checkMessage: models.length === 1 ? 'One model is offered.' : `${models.length} models are offered.`,
    models,
  }
}

async function check(deps: Deps, id: string): Promise<Outcome> {
  try {
    const { connection } = await loadConnection(deps, id)
    return outcomeOf(await deps.languageModel.listModels(connection, deps.stopping))
  } catch (error) {
    if (error instanceof ProviderUnavailable) return { checkStatus: 'failed', checkMessage: error.message }
    throw error
  }
}

/**
 * Handler of `connection.check`: lists the provider's models. The answer counts only for the question that is still
 * open: a connection that was changed meanwhile stays unchecked. A stopping worker leaves the question to the next.
 */
export async function checkConnection(deps: Deps, id: string): Promise<void> {
  const asked = await deps.db.connection.findUnique({
    where: { id },
    select: { checkStatus: true, checkedAt: true },
  })
  if (asked?.checkStatus !== 'checking') return
  let outcome: Outcome
  try {
    outcome = await check(deps, id)
  } catch (error) {
    if (deps.stopping.aborted) return
    throw error
  }
  await deps.db.$transaction(async (tx) => {
    await tx.connection.updateMany({
      where: { id, checkStatus: 'checking', checkedAt: asked.checkedAt },
      data: { ...outcome, checkedAt: await databaseNow(tx) },
    })
  })
}

export const connectionCheck = {
  queue: 'connection.check',
  concurrency: 2,
  needs: ROWS,
  handle: checkConnection,
} as const satisfies Served
