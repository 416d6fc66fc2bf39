import type { Db, Tx } from '#lib/db/client.ts'
import { type Actor, can, personOf } from '#lib/domain/capabilities.ts'

/**
 * Versions whose verdicts by others this person must not learn yet, so that a review is a judgement and not an echo:
 * those in review without a verdict of theirs, and, for who may still judge one of these, the earlier versions of the
 * same environment. Every answer that tells of verdicts asks here.
 */
export async function blindVersions(
  tx: Db | Tx,
  actor: Actor,
  environmentId: string | null = null,
): Promise<ReadonlySet<string>> {
  const me = personOf(actor)
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select distinct other.id from version open join version other on other."environmentId" = open."environmentId"
    where open.status = 'in-review'
      and (${environmentId}::uuid is null or open."environmentId" = ${environmentId}::uuid)
      and not exists (select 1 from review r where r."versionId" = open.id and r."reviewerId" = ${me}
        and not exists (select 1 from withdrawal where "reviewId" = r.id))
      and (other.id = open.id
        or (${can(actor, 'review.submit')} and open."authorId" <> ${me} and open."editorId" <> ${me}))`
  return new Set(rows.map(({ id }) => id))
}
