import { z } from 'zod'
import { unless } from '#lib/contracts/paging.ts'
import type { RolloutDetail } from '#lib/contracts/rollouts.ts'
import type { Tx } from '#lib/db/client.ts'
import { notFound } from '#lib/domain/errors.ts'
import { CURRENT_GATE_SET } from '#lib/domain/gates.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { whyNot } from '#lib/domain/why-not.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { GATE_RESULT_SELECT, passedKind } from '#lib/services/environments/certificate-view.ts'
import { namesOf } from '#lib/services/people/names-of.ts'
import { findTrainingRun } from '#lib/services/rollouts/find-training-run.ts'
import { ROLLOUT_SELECT, toRolloutView } from '#lib/services/rollouts/rollout-view.ts'

export const RolloutParams = z.object({ rolloutId: z.uuid() })

/** One rollout with the way from it to its version's certificate and reviewers. */
export async function getRollout({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof RolloutParams>
}): Promise<RolloutDetail> {
  requireCapability(ctx, 'rollout.read')
  const { rolloutId } = parseInput(RolloutParams, input)
  const row = await ctx.db.rollout.findUnique({ where: { id: rolloutId }, select: ROLLOUT_SELECT })
  if (row === null) throw notFound('rollout', rolloutId)
  return {
    ...toRolloutView(row),
    run: await findTrainingRun(ctx.db, row.runId),
    trail: row.version === null ? null : await trailOf(ctx.db, row.version.id),
    evidence: unless(whyNot(ctx.actor, 'rollout.read-evidence')),
  }
}

async function trailOf(tx: Tx, versionId: string): Promise<RolloutDetail['trail']> {
  const version = await tx.version.findUniqueOrThrow({
    where: { id: versionId },
    select: {
      contentHash: true,
      status: true,
      number: true,
      gateResults: { select: GATE_RESULT_SELECT },
      approvals: { where: { withdrawal: null }, select: { reviewers: true, createdAt: true, gateSet: true } },
      environment: { select: { versions: { select: { number: true } } } },
    },
  })
  const [approval] = version.approvals
  const nameOf = await namesOf(tx, approval?.reviewers ?? [])
  const isNewest = version.environment.versions.every(({ number }) => number <= version.number)
  return {
    contentHash: version.contentHash,
    status: version.status,
    certificate: passedKind(version.gateResults),
    gateSet: CURRENT_GATE_SET,
    approval:
      approval === undefined
        ? null
        : {
            reviewers: approval.reviewers.map(nameOf),
            at: approval.createdAt.toISOString(),
            stale: approval.gateSet < CURRENT_GATE_SET || !isNewest,
          },
  }
}
