import { z } from 'zod'
import { type AdvisoryIssued, IssueAdvisoryBody } from '#lib/contracts/advisories.ts'
import type { Tx } from '#lib/db/client.ts'
import { personOf, SYSTEM_ID } from '#lib/domain/capabilities.ts'
import { AppError } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { readAdvisories } from '#lib/services/advisories/advisory-view.ts'
import { affectedBy } from '#lib/services/advisories/affected-by.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { inTransaction, requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { findVersion, VersionRef } from '#lib/services/environments/find-version.ts'

const Body = z.object(IssueAdvisoryBody.shape)

/**
 * Marks a version after its release: a note, a defect, or a leak of answers. Nothing that was made is changed; packs,
 * training runs and results that used it show the mark, and their makers get a notice.
 */
export async function issueAdvisory({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: VersionRef & z.input<typeof Body>
}): Promise<AdvisoryIssued> {
  requireCapability(ctx, 'advisory.issue')
  const ref = parseInput(VersionRef, input)
  const { severity, reason } = parseInput(Body, input)
  return inTransaction(ctx, async (tx) => {
    const versionId = await findVersion(tx, ref)
    const { id } = await tx.advisory.create({
      data: { versionId, severity, reason, createdBy: personOf(ctx.actor) },
      select: { id: true },
    })
    const [advisory] = await readAdvisories(tx, { id })
    if (advisory === undefined) throw new AppError('internal', 'The advisory was not stored.')
    const affected = await affectedBy(tx, versionId)
    const people = await notify(tx, advisory, affected, personOf(ctx.actor))
    await recordAudit(tx, ctx.actor, {
      verb: 'advisory.issue',
      entity: 'version',
      entityId: versionId,
      detail: { advisoryId: id, severity, reason },
    })
    const { packs, trainingRuns, systems } = affected
    return {
      advisory,
      affected: { packs: packs.length, trainingRuns: trainingRuns.length, systems: systems.length, people },
    }
  })
}

const counted = (count: number, one: string): string => `${count} ${count === 1 ? one : `${one}s`}`

/** One notice for each maker of what is affected, but for the one who issued it. Returns how many. */
async function notify(
  tx: Tx,
  { title, version, slug, severity, reason }: AdvisoryIssued['advisory'],
  { packs, trainingRuns, systems }: Awaited<ReturnType<typeof affectedBy>>,
  issuer: string,
): Promise<number> {
  const makers = new Set([...packs, ...trainingRuns, ...systems].map((one) => one.createdBy))
  makers.delete(issuer)
  makers.delete(SYSTEM_ID)
  const mine = (userId: string) =>
    (
      [
        [packs, 'pack'],
        [trainingRuns, 'training run'],
        [systems, 'result'],
      ] as const
    )
      .map(([rows, word]) => [rows.filter((row) => row.createdBy === userId).length, word] as const)
      .filter(([count]) => count > 0)
      .map(([count, word]) => counted(count, word))
      .join(', ')
  await tx.notice.createMany({
    data: [...makers].map((userId) => ({
      userId,
      kind: 'advisory',
      text: `Advisory (${severity}) on ${title} v${version}: ${reason} It is in what you made: ${mine(userId)}.`,
      href: `/environments/${slug}?version=${version}`,
    })),
  })
  return makers.size
}
