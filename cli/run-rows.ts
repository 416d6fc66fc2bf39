import { z } from 'zod'
import { allPages } from '#cli/all-pages.ts'
import type { Client } from '#cli/client.ts'
import { CommandFailure } from '#cli/failure.ts'
import { api } from '#lib/contracts/api-paths.ts'
import { RunList, type RunView } from '#lib/contracts/runs.ts'
import { formatUsd } from '#lib/domain/model-cost.ts'

/** A run as a flat row: the funnel's counts become columns of their own. */
export function runRow(run: RunView) {
  const {
    id,
    slug,
    status,
    name,
    candidates,
    funnel,
    certificate,
    cost,
    createdByName,
    createdAt,
    startedAt,
    finishedAt,
  } = run
  return {
    id,
    slug,
    status,
    name,
    candidates,
    ...funnel,
    certificate,
    spentUsd: formatUsd(cost.spentMicroUsd),
    capUsd: cost.capMicroUsd === null ? null : formatUsd(cost.capMicroUsd),
    exchanges: cost.exchanges,
    createdByName,
    createdAt,
    startedAt,
    finishedAt,
  }
}

/** Every run that the filter matches, newest first. */
export const allRuns = (client: Client, filter: { status?: string } = {}): Promise<RunView[]> =>
  allPages(
    (cursor) => client.get(api.runs({ ...filter, ...cursor }), RunList),
    ({ runs }) => runs,
  )

/** The id of a run that is named by its id or slug. */
export async function runIdOf(client: Client, name: string): Promise<string> {
  if (z.uuid().safeParse(name).success) return name
  const run = (await allRuns(client)).find(({ slug }) => slug === name)
  if (run !== undefined) return run.id
  throw new CommandFailure(`There is no run "${name}".`, `GET ${api.runs()}`, 'sandmle runs list', {
    code: 'not-found',
  })
}
