import { z } from 'zod'
import type { Tx } from '#lib/db/client.ts'
import { invalid } from '#lib/domain/errors.ts'
import { REWARD_TABLES, type RewardTable } from '#lib/domain/training.ts'

/** Tags by which a trainer says what it trained on and how it was paid. */
export const PACK_TAG = 'sandmle.pack'
export const REWARD_TAG = 'sandmle.reward_table'
/** Tag with the id by which a tracker knows the run, of a run that was read from its files. */
export const TRACKER_ID_TAG = 'sandmle.tracker_run_id'

async function findPack(tx: Tx, name: string): Promise<string> {
  const [, slug, version] = /^(.+)@(\d{1,9})$/.exec(name) ?? []
  const where =
    slug !== undefined
      ? { slug, version: Number(version) }
      : z.uuid().safeParse(name).success
        ? { id: name }
        : null
  const pack = where && (await tx.pack.findFirst({ where, orderBy: { id: 'asc' }, select: { id: true } }))
  if (!pack) throw invalid(`No pack ${name}. The tag ${PACK_TAG} takes slug@version or the id of a pack.`)
  return pack.id
}

/** What tags link a run to; a field is missing where no tag names it. Throws `invalid` for what does not exist. */
export async function linksOf(
  tx: Tx,
  tags: Readonly<Record<string, string>>,
): Promise<{ packId?: string; rewardTable?: RewardTable }> {
  const pack = tags[PACK_TAG]
  const table = tags[REWARD_TAG]
  const rewardTable = REWARD_TABLES.find((name) => name === table)
  if (table !== undefined && rewardTable === undefined)
    throw invalid(`No reward table ${table}. The tag ${REWARD_TAG} takes ${REWARD_TABLES.join(', ')}.`)
  return {
    ...(pack === undefined ? {} : { packId: await findPack(tx, pack) }),
    ...(rewardTable === undefined ? {} : { rewardTable }),
  }
}
