import type { z } from 'zod'
import { unless } from '#lib/contracts/paging.ts'
import { type CandidateView, type RunDetail, RunParams } from '#lib/contracts/runs.ts'
import type { Capability } from '#lib/domain/capabilities.ts'
import { notFound } from '#lib/domain/errors.ts'
import { newestSet } from '#lib/domain/gates.ts'
import { parseInput, stored } from '#lib/domain/parse.ts'
import { type Funnel, RunRequest, steeredOf, waitsForPeople } from '#lib/domain/run.ts'
import { runEta } from '#lib/domain/run-eta.ts'
import { whyNot } from '#lib/domain/why-not.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { seesJudge } from '#lib/services/environments/visible-files.ts'
import { ledgersOf } from '#lib/services/exchanges/ledgers-of.ts'
import { namesOf } from '#lib/services/people/names-of.ts'
import { reusedOf } from '#lib/services/runs/reused-of.ts'
import { runFidelity } from '#lib/services/runs/run-fidelity.ts'
import { RUN_SELECT, toRunView } from '#lib/services/runs/run-view.ts'
import { reasonsFor } from '#lib/services/runs/visible-reasons.ts'

/** A run with its funnel, its lanes, and the cursor from which the live stream continues. */
export async function getRun({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof RunParams>
}): Promise<RunDetail> {
  requireCapability(ctx, 'run.read')
  const { id } = parseInput(RunParams, input)
  // The cursor first: what happens while the rest is read comes again in the stream, never not at all.
  const newest = await ctx.db.event.findFirst({
    where: { runId: id },
    select: { id: true },
    orderBy: { id: 'desc' },
  })
  const row = await ctx.db.run.findUnique({ where: { id }, select: RUN_SELECT })
  if (row === null) throw notFound('run', id)
  const view = await toRunView(ctx.db, row)
  const lanes = await readLanes(ctx, id)
  return {
    ...view,
    request: stored(RunRequest, row.request, `request of run ${row.id}`),
    lanes,
    ...(await kinOf(ctx, id)),
    fidelity: seesJudge(ctx.actor) ? await runFidelity(ctx.db, id) : null,
    reasons: countReasons(lanes),
    eta: estimate(lanes, view.funnel),
    cursor: String(newest?.id ?? 0),
    can: permissions(ctx, view),
  }
}

/** The run that it branched from, those that branched from it, and what it took over at which cost. */
async function kinOf(
  ctx: ServiceContext,
  id: string,
): Promise<Pick<RunDetail, 'parent' | 'branches' | 'reusedMicroUsd'>> {
  const named = { select: { id: true, name: true } } as const
  const { parent, branches } = await ctx.db.run.findUniqueOrThrow({
    where: { id },
    select: { parent: named, branches: { ...named, orderBy: { createdAt: 'asc' } } },
  })
  const taken = await reusedOf(ctx.db, id)
  return { parent, branches, reusedMicroUsd: [...taken.values()].reduce((sum, one) => sum + one.micro, 0) }
}

async function readLanes(ctx: ServiceContext, runId: string): Promise<CandidateView[]> {
  const rows = await ctx.db.candidate.findMany({
    where: { runId },
    orderBy: { ordinal: 'asc' },
    select: {
      id: true,
      ordinal: true,
      status: true,
      phase: true,
      attempt: true,
      repairs: true,
      reasonCode: true,
      reason: true,
      duplicateOf: true,
      versionId: true,
      releasedAt: true,
      startedAt: true,
      finishedAt: true,
      seed: { select: { id: true, slug: true, title: true } },
      steps: {
        select: {
          role: true,
          repair: true,
          player: true,
          status: true,
          error: true,
          durationMs: true,
          editedBy: true,
          ranAt: true,
          tokens: true,
          costMicroUsd: true,
          reusedFrom: true,
        },
        orderBy: { createdAt: 'asc' },
      },
    },
  })
  const versionIds = rows.flatMap((row) => (row.versionId === null ? [] : [row.versionId]))
  const versions = await ctx.db.version.findMany({
    where: { id: { in: versionIds } },
    select: {
      id: true,
      number: true,
      environment: { select: { id: true, slug: true, title: true } },
      gateResults: {
        select: { gateSet: true, gate: true, verdict: true, kind: true },
        orderBy: { createdAt: 'asc' },
      },
    },
  })
  const ledgers = await ledgersOf(ctx.db, 'candidateId', { runId })
  const nameOf = await namesOf(
    ctx.db,
    rows.flatMap(({ steps }) => steps.map(({ editedBy }) => editedBy)),
  )
  const byId = new Map(versions.map((version) => [version.id, version]))
  const visible = reasonsFor(ctx.actor)
  return rows.map(({ versionId, releasedAt, steps, ...row }) => {
    const version = versionId === null ? undefined : byId.get(versionId)
    const results = version?.gateResults ?? []
    // A full certificate's result replaces the quick one of the same gate.
    const gates = new Map(
      results
        .filter(({ gateSet }) => gateSet === newestSet(results))
        .sort((a, b) => (a.kind < b.kind ? 1 : -1))
        .map((one) => [one.gate, one.verdict]),
    )
    return {
      ...row,
      reason: visible.reason(row.reason),
      costMicroUsd: ledgers.get(row.id)?.spentMicroUsd ?? 0,
      steered: steeredOf(releasedAt, steps),
      steps: steps.map(({ ranAt: _, reusedFrom, ...step }) => ({
        ...step,
        error: visible.reason(step.error),
        reused: reusedFrom !== null,
        editedBy: step.editedBy === null ? null : nameOf(step.editedBy),
        costMicroUsd: Number(step.costMicroUsd),
      })),
      status: row.status,
      phase: row.phase,
      environment: version === undefined ? null : { ...version.environment, version: version.number },
      gates: [...gates].map(([gate, verdict]) => ({ gate, verdict })),
      startedAt: row.startedAt?.toISOString() ?? null,
      finishedAt: row.finishedAt?.toISOString() ?? null,
    }
  })
}

function countReasons(lanes: readonly CandidateView[]): RunDetail['reasons'] {
  const counts = new Map<string, RunDetail['reasons'][number]>()
  for (const { status, reasonCode } of lanes) {
    if (reasonCode === null) continue
    const key = `${status} ${reasonCode}`
    const entry = counts.get(key) ?? { status, code: reasonCode, count: 0 }
    counts.set(key, { ...entry, count: entry.count + 1 })
  }
  return [...counts.values()].sort((a, b) => b.count - a.count)
}

function estimate(lanes: readonly CandidateView[], funnel: Funnel): RunDetail['eta'] {
  if (waitsForPeople(funnel)) return null
  // What waited for a person took as long as the person did.
  const durations = lanes.flatMap(({ startedAt, finishedAt, steered }) =>
    startedAt === null || finishedAt === null || steered !== null
      ? []
      : [Date.parse(finishedAt) - Date.parse(startedAt)],
  )
  return runEta(durations, funnel.queued + funnel.running + funnel.held, funnel.running)
}

function permissions(
  ctx: ServiceContext,
  run: { status: string; cancelling: boolean; funnel: Funnel },
): RunDetail['can'] {
  const active = ['queued', 'running', 'awaiting-input'].includes(run.status)
  const cancel = run.cancelling ? 'The run is being cancelled.' : active ? null : `The run is ${run.status}.`
  const retry =
    run.status === 'cancelled'
      ? 'The run was cancelled.'
      : run.funnel.error === 0
        ? 'No candidate ended with an error.'
        : null
  const resume = run.funnel.held === 0 ? 'No candidate waits for a person.' : null
  const branch = active ? 'A branch starts from a finished run.' : null
  const barred = (capability: Capability) => whyNot(ctx.actor, capability)
  return {
    cancel: unless(barred('run.cancel') ?? cancel),
    retryFailed: unless(barred('run.retry') ?? retry),
    resume: unless(barred('run.start') ?? barred('environment.read-judge') ?? resume),
    branch: unless(barred('run.start') ?? branch),
  }
}
