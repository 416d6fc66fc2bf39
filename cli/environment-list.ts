import type { Client } from '#cli/client.ts'
import { CommandFailure } from '#cli/failure.ts'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { ENVIRONMENTS, type EnvironmentView } from '#lib/contracts/environments.ts'

const PAGE_SIZE = 200

/** A flat row: each measured figure becomes a column of its own. */
export const environmentRow = ({ figures, ...facts }: EnvironmentView) => ({ ...figures, ...facts })

/**
 * Every environment that the filter matches: pages are followed to the end. Rows that were created meanwhile can
 * move others to a later page, so each is kept once.
 */
export async function allEnvironments(
  client: Client,
  filter: Readonly<Record<string, string | undefined>>,
): Promise<EnvironmentView[]> {
  const found = new Map<string, EnvironmentView>()
  for (let page = 1; ; page++) {
    const asked = { ...filter, sort: 'created', order: 'asc', page, pageSize: PAGE_SIZE }
    const { items, total } = await client.call(ENVIRONMENTS.list, asked)
    for (const item of items) found.set(item.id, item)
    if (page * PAGE_SIZE >= total) return [...found.values()]
    if (items.length === 0)
      throw new CommandFailure(
        `The list ended after ${found.size} of ${total}.`,
        `GET ${addressOf(ENVIRONMENTS.list, asked)}`,
        'Try again.',
      )
  }
}
