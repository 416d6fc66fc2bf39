import type { z } from 'zod'
import { unless } from '#lib/contracts/paging.ts'
import { SmokeParams, type SmokeReport, type SmokeRunDetail } from '#lib/contracts/smoke.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { isUnfinished } from '#lib/domain/unfinished.ts'
import { whyNot } from '#lib/domain/why-not.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { namesOf } from '#lib/services/people/names-of.ts'
import { reportOf, SMOKE_SELECT, type SmokeRow, toSmokeView } from '#lib/services/smoke/smoke-view.ts'
import { judgeSmoke } from '#lib/training/smoke/certificate.ts'
import { slicesOf } from '#lib/training/smoke/summary.ts'

/** Programs and what was said of them, for people who may see evidence. */
const withoutPrograms = (report: SmokeReport): SmokeReport => ({
  ...report,
  seeds: report.seeds.map((seed) => ({
    ...seed,
    greedy: seed.greedy.map((program) => ({ ...program, source: '', output: '' })),
  })),
})

const slices = (report: SmokeReport | null) => (report?.seeds ?? []).map(({ steps }) => slicesOf(steps))

/** Finished runs of the same pack that differ in reward or control, one a kind: the longest, of equals the newest. */
async function besideOf(ctx: ServiceContext, row: SmokeRow) {
  const rows = await ctx.db.smokeRun.findMany({
    where: { packId: row.packId, status: 'succeeded' },
    select: SMOKE_SELECT,
    orderBy: [{ rollouts: 'desc' }, { seeds: 'desc' }, { createdAt: 'desc' }],
    take: 50,
  })
  const kinds = [
    ['dense', 'none'],
    ['sparse', 'none'],
    ['dense', 'shuffled'],
    ['sparse', 'shuffled'],
  ]
  return kinds
    .filter(([reward, control]) => reward !== row.reward || control !== row.control)
    .flatMap(
      ([reward, control]) => rows.find((one) => one.reward === reward && one.control === control) ?? [],
    )
}

/** A smoke test with its report, its certificate and, beside it, the sparse run and the control of the same pack. */
export async function getSmokeRun({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof SmokeParams>
}): Promise<SmokeRunDetail> {
  requireCapability(ctx, 'training.read')
  const { id } = parseInput(SmokeParams, input)
  const row = await ctx.db.smokeRun.findUnique({ where: { id }, select: SMOKE_SELECT })
  if (row === null) throw notFound('smoke test', id)
  const view = toSmokeView(row, await namesOf(ctx.db, [row.createdBy]))
  const report = reportOf(row)
  const beside = await besideOf(ctx, row)
  const control = beside.find((one) => one.control === 'shuffled')
  const isJudged = report !== null && view.reward === 'dense' && view.control === 'none'
  const hidden = whyNot(ctx.actor, 'rollout.read-evidence')
  const notNow = !isUnfinished(view)
    ? `The smoke test is ${view.status}.`
    : view.cancelling
      ? 'It is being cancelled.'
      : null
  return {
    ...view,
    report: report && (hidden === null ? report : withoutPrograms(report)),
    slices: slices(report),
    certificate: isJudged ? judgeSmoke(report, control ? reportOf(control) : null) : null,
    beside: beside.map((one) => {
      const { id: otherId, reward, control: labels } = toSmokeView(one, () => '')
      return { id: otherId, reward, control: labels, slices: slices(reportOf(one)) }
    }),
    can: {
      cancel: unless(whyNot(ctx.actor, 'training.smoke') ?? notNow),
      readPrograms: unless(hidden),
    },
  }
}
