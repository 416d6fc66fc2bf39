import { z } from 'zod'
import type { Tx } from '#lib/db/client.ts'
import { invalid } from '#lib/domain/errors.ts'
import { Data, seenLine } from '#lib/domain/text.ts'
import { linksOf } from '#lib/services/training/run-links.ts'

/** Names and texts as trainers log them. */
export const Key = Data.min(1).max(250)
/** Characters, of which some take two places. */
const text = (most: number) =>
  Data.max(2 * most).refine(
    (value) => value.length <= most || [...value].length <= most,
    `is longer than ${most} characters`,
  )
export const Params = z.record(Key, text(6000))
export const Tags = z.record(Key, text(8000))
/** Where MLflow's clients keep the name of a run, and rename it. */
export const NAME_TAG = 'mlflow.runName'
type Texts = Readonly<Record<string, string>>

const sortedKeys = (texts: Texts) => Object.keys(texts).sort()

/** Logs configuration. A value never changes: the same again is fine, another is `invalid` and names the key. */
export async function storeParams(tx: Tx, runId: string, params: Texts): Promise<void> {
  const keys = sortedKeys(params)
  if (keys.length === 0) return
  await tx.trainingParam.createMany({
    data: keys.map((key) => ({ runId, key, value: params[key] ?? '' })),
    skipDuplicates: true,
  })
  const held = await tx.trainingParam.findMany({
    where: { runId, key: { in: keys } },
    select: { key: true, value: true },
  })
  const changed = held.find(({ key, value }) => value !== params[key])
  if (changed)
    throw invalid(
      `The param ${changed.key} is ${JSON.stringify(changed.value)} and cannot change to ${JSON.stringify(params[changed.key])}.`,
    )
}

/** Sets tags, over what they were, and the links and the name that they give the run. */
export async function storeTags(tx: Tx, runId: string, tags: Texts): Promise<void> {
  const keys = sortedKeys(tags)
  if (keys.length === 0) return
  const links = await linksOf(tx, tags)
  await tx.$executeRaw`
    insert into training_tag ("runId", key, value)
    select ${runId}::uuid, key, value
    from unnest(${keys}::text[], ${keys.map((key) => tags[key])}::text[]) as made(key, value)
    on conflict ("runId", key) do update set value = excluded.value`
  const name = tags[NAME_TAG]
  const data = {
    ...links,
    ...(name === undefined || name === '' ? {} : { name: seenLine(name.slice(0, 250)) }),
  }
  if (Object.keys(data).length > 0) await tx.trainingRun.updateMany({ where: { id: runId }, data })
}
