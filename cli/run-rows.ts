import { z } from 'zod'
import type { Client } from '#cli/client.ts'
import { CommandFailure } from '#cli/failure.ts'
import { api } from '#lib/contracts/api-paths.ts'
import { RunList, type RunView } from '#lib/contracts/runs.ts'

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
    createdByName,
    createdAt,
    startedAt,
    finishedAt,
  }
}

/** The id of a run that is named by its id or slug. */
export async function runIdOf(client: Client, name: string): Promise<string> {
  if (z.uuid().safeParse(name).success) return name
  const { runs } = await client.get(api.runs(), RunList)
  const run = runs.find(({ slug }) => slug === name)
  if (run !== undefined) return run.id
  throw new CommandFailure(`There is no run "${name}".`, `GET ${api.runs()}`, 'sandmle runs list', {
    code: 'not-found',
  })
}
