import { z } from 'zod'
import type { Tx } from '#lib/db/client.ts'
import { invalid, notFound } from '#lib/domain/errors.ts'

/** Clients that name no experiment log to number 0; it is made when the first run comes. */
export const DEFAULT_EXPERIMENT = 'Default'
const DEFAULT_ID = '0'

const Uuid = z.uuid()
const BARE = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/
const MLFLOW_ID = /^[a-zA-Z0-9][\w-]{0,255}$/
const INT4_MAX = 2 ** 31 - 1

/** The run that a request names, with dashes as everywhere in the product; clients may leave them out. */
export function runIdOf({
  run_id,
  run_uuid,
}: {
  run_id?: string | undefined
  run_uuid?: string | undefined
}): string {
  const given = run_id || run_uuid
  if (!given) throw invalid('Missing value for required parameter run_id.')
  if (!MLFLOW_ID.test(given)) throw invalid(`Invalid run_id ${JSON.stringify(given)}.`)
  const id = given.toLowerCase().replace(BARE, '$1-$2-$3-$4-$5')
  if (!Uuid.safeParse(id).success) throw notFound('run', given)
  return id
}

export type ExperimentRow = { id: number; name: string; archivedAt: Date | null }

/** An experiment's id on the wire. */
export const experimentIdOf = ({ id, name }: Pick<ExperimentRow, 'id' | 'name'>): string =>
  name === DEFAULT_EXPERIMENT ? DEFAULT_ID : String(id)

/** Reads the experiment that an id of the wire names; null where there is none yet. */
export async function findExperiment(tx: Tx, wireId: string): Promise<ExperimentRow | null> {
  const select = { id: true, name: true, archivedAt: true }
  if (wireId === DEFAULT_ID)
    return tx.trainingExperiment.findUnique({ where: { name: DEFAULT_EXPERIMENT }, select })
  const id = /^\d{1,10}$/.test(wireId) ? Number(wireId) : INT4_MAX + 1
  return id > INT4_MAX ? null : tx.trainingExperiment.findUnique({ where: { id }, select })
}

/** The name of the experiment that an id of the wire names; number 0 always has one. */
export async function experimentNameOf(tx: Tx, wireId: string): Promise<string> {
  if (wireId === DEFAULT_ID) return DEFAULT_EXPERIMENT
  const row = await findExperiment(tx, wireId)
  if (row === null) throw notFound('experiment', wireId)
  return row.name
}

/** The same, of an experiment that takes something new. Throws `invalid` for one that is put away. */
export async function activeNameOf(tx: Tx, wireId: string): Promise<string> {
  const name = await experimentNameOf(tx, wireId)
  const row = await findExperiment(tx, wireId)
  if (row !== null && row.archivedAt !== null)
    throw invalid(
      `The experiment ${wireId} must be in the 'active' state. Current state is deleted. Restore it first.`,
    )
  return name
}
