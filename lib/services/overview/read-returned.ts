import type { Overview } from '#lib/contracts/overview.ts'
import type { Tx } from '#lib/db/client.ts'
import { type Actor, can, personOf, SYSTEM_ID } from '#lib/domain/capabilities.ts'

const SHOWN = 20

type Row = Omit<Overview['returned'][number], 'at'> & { at: Date }

/**
 * Newest versions of the reader's that wait for their hand: changes were requested, or one that they saved was rejected
 * by the gates or is verified and not submitted. What the product made itself waits for everybody who may edit it.
 */
export async function readReturned(tx: Tx, actor: Actor): Promise<Overview['returned']> {
  if (!can(actor, 'environment.revise')) return []
  const me = personOf(actor)
  const rows = await tx.$queryRaw<Row[]>`
    select v.id as "versionId", e.slug, v.title, v.number as version, v.status,
      coalesce(case when v.status = 'changes-requested' then r.note else c.error end, '') as message,
      coalesce(r."createdAt", c."finishedAt", v."createdAt") as at
    from environment e
    join lateral (select * from version w where w."environmentId" = e.id order by w.number desc limit 1) v on true
    left join lateral (select note, "createdAt" from review w where "versionId" = v.id and verdict = 'request-changes'
        and not exists (select 1 from withdrawal where "reviewId" = w.id)
      order by "createdAt" desc limit 1) r on true
    left join lateral (select error, "finishedAt" from certification where "versionId" = v.id
      order by "createdAt" desc limit 1) c on true
    where (v.status = 'changes-requested' and (v."authorId" in (${me}, ${SYSTEM_ID}) or v."editorId" = ${me}))
      or (v.status in ('rejected', 'verified') and v."editorId" = ${me}
        and exists (select 1 from revision where "resultId" = v.id))
    order by at desc limit ${SHOWN}`
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}
