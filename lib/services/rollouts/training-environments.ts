import type { z } from 'zod'
import { unless } from '#lib/contracts/paging.ts'
import { type TrainingEnvironments, TrainingEnvironmentsQuery } from '#lib/contracts/training-signals.ts'
import type { Tx } from '#lib/db/client.ts'
import { ENVIRONMENT_VERDICTS } from '#lib/domain/environment-signal.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { whyNot } from '#lib/domain/why-not.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { contractKindOf } from '#lib/services/environments/held-out-versions.ts'
import { type CountedEnvironment, environmentCounts } from '#lib/services/rollouts/environment-counts.ts'
import { findTrainingRun } from '#lib/services/rollouts/find-training-run.ts'
import { judgeEnvironment } from '#lib/training/dead-environments.ts'

/** Every environment of a training run with what its log says of it; those that need somebody come first. */
export async function trainingEnvironments({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof TrainingEnvironmentsQuery>
}): Promise<TrainingEnvironments> {
  requireCapability(ctx, 'rollout.read')
  const { runId } = parseInput(TrainingEnvironmentsQuery, input)
  await findTrainingRun(ctx.db, runId)
  const counted = await environmentCounts(ctx.db, runId)
  const versionOf = await versionsOf(ctx.db, counted)
  const isHeldOut = ({ versionId }: CountedEnvironment) =>
    versionOf(versionId).version?.feedback === 'held-out-score'
  const environments = counted.map((counts) => {
    // Environments under held-out feedback are measured by their like alone.
    const like = counted.filter((one) => isHeldOut(one) === isHeldOut(counts))
    // What is counted to judge by is not told.
    const {
      versionId,
      deadRollouts,
      deadMedals,
      programsDiffer,
      scoresAlike,
      lastLiveStep,
      groupsSince,
      ...told
    } = counts
    return {
      ...told,
      ...versionOf(versionId),
      ...judgeEnvironment(counts, peersValid(like, counts)),
    }
  })
  const order = (verdict: (typeof ENVIRONMENT_VERDICTS)[number]) => ENVIRONMENT_VERDICTS.indexOf(verdict)
  environments.sort((a, b) => order(a.verdict) - order(b.verdict) || a.meanReward - b.meanReward)
  return {
    environments,
    can: {
      retire: unless(whyNot(ctx.actor, 'environment.retire')),
      startRun: unless(whyNot(ctx.actor, 'run.start')),
    },
  }
}

/** Share of rollouts with a score in the other environments; null where there are none. */
function peersValid(all: readonly CountedEnvironment[], but: CountedEnvironment): number | null {
  const peers = all.filter((one) => one !== but)
  const rollouts = peers.reduce((sum, one) => sum + one.rollouts, 0)
  return rollouts === 0 ? null : peers.reduce((sum, one) => sum + one.valid, 0) / rollouts
}

async function versionsOf(tx: Tx, counted: readonly CountedEnvironment[]) {
  const ids = counted.flatMap(({ versionId }) => versionId ?? [])
  const rows = await tx.version.findMany({
    where: { id: { in: ids } },
    select: {
      id: true,
      number: true,
      title: true,
      metric: true,
      task: true,
      status: true,
      environment: { select: { slug: true } },
    },
  })
  const candidates = await tx.candidate.findMany({
    where: { versionId: { in: ids } },
    select: { versionId: true, seedId: true },
  })
  const seeds = new Map(candidates.map(({ versionId, seedId }) => [versionId, seedId]))
  const known = new Map(
    rows.map(({ environment, status, task, ...row }) => [
      row.id,
      {
        version: {
          ...row,
          slug: environment.slug,
          metric: row.metric,
          feedback: contractKindOf({ id: row.id, task }),
        },
        status: status,
        seedId: seeds.get(row.id) ?? null,
      },
    ]),
  )
  const unknown = { version: null, status: null, seedId: null }
  return (id: string | null) => (id === null ? unknown : (known.get(id) ?? unknown))
}
