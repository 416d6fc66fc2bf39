import type { Tx } from '#lib/db/client.ts'
import { AppError } from '#lib/domain/errors.ts'

type Row = { id: bigint; key: string }

/** Locks the named metrics of a run until the transaction ends, making those that it has not yet. */
export async function lockSeries(
  tx: Tx,
  runId: string,
  keys: readonly string[],
): Promise<(key: string) => bigint> {
  const read = () => tx.$queryRaw<Row[]>`
    select id, key from metric_series where "runId" = ${runId}::uuid and key = any(${keys}::text[])
    order by key collate "C" for no key update`
  let rows = await read()
  if (rows.length < keys.length) {
    // The same order as above: whoever makes a metric holds it as a lock.
    await tx.$executeRaw`
      insert into metric_series ("runId", key)
      select ${runId}::uuid, key from unnest(${keys}::text[]) as made(key) order by key collate "C"
      on conflict ("runId", key) do nothing`
    rows = await read()
  }
  const ids = new Map(rows.map(({ id, key }) => [key, id]))
  return (key) => {
    const id = ids.get(key)
    if (id === undefined) throw new AppError('internal', `Run ${runId} lost its metric ${key}.`)
    return id
  }
}
