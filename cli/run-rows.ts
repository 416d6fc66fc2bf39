import { z } from 'zod'
import { allPages } from '#cli/all-pages.ts'
import type { Client } from '#cli/client.ts'
import { CommandFailure } from '#cli/failure.ts'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { RUNS, type RunView } from '#lib/contracts/runs.ts'
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
    (cursor) => client.call(RUNS.list, { ...filter, ...cursor }),
    ({ runs }) => runs,
  )

/** Fewer characters of an id could be a name. */
const ID_START = 8

/** The id of a run by its id, by the end or the start of one, or by its name; several of a name are refused with their ids. */
export async function runIdOf(client: Client, name: string): Promise<string> {
  if (z.uuid().safeParse(name).success) return name
  const runs = await allRuns(client)
  const named = runs.filter((run) => run.name === name || run.slug === name)
  const isPart = name.length >= ID_START
  const found =
    named.length > 0 ? named : runs.filter(({ id }) => isPart && (id.startsWith(name) || id.endsWith(name)))
  const [run] = found
  if (run !== undefined && found.length === 1) return run.id
  const problem =
    run === undefined
      ? `There is no run "${name}".`
      : `${found.length} runs are called "${name}": ${found.map(({ id }) => id).join(', ')}.`
  throw new CommandFailure(problem, `GET ${addressOf(RUNS.list)}`, 'sandmle runs list', { code: 'not-found' })
}
