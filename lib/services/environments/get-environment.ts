import { z } from 'zod'
import type { EnvironmentDetail } from '#lib/contracts/environments.ts'
import { Task } from '#lib/domain/artefacts/task.ts'
import { feedbackFacts } from '#lib/domain/feedback.ts'
import { CURRENT_GATE_SET } from '#lib/domain/gates.ts'
import { parseInput, stored } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { toCertificateView } from '#lib/services/environments/certificate-view.ts'
import { lastCertification } from '#lib/services/environments/certification-view.ts'
import { toEnvironmentView, VERSION_SELECT } from '#lib/services/environments/environment-view.ts'
import { findVersion, VersionRef } from '#lib/services/environments/find-version.ts'
import { FINDING_SELECT, toFindingView } from '#lib/services/environments/finding-view.ts'
import { lineageOf } from '#lib/services/environments/lineage-of.ts'
import { permissionsOf } from '#lib/services/environments/permissions-of.ts'
import { ScoredTask } from '#lib/services/environments/scored-version.ts'
import { statedRuntime } from '#lib/services/environments/stated-runtime.ts'
import { manifestOf, type StoredVersion } from '#lib/services/environments/stored-manifest.ts'
import { TRIAL_SELECT, toTrialView } from '#lib/services/environments/trial-view.ts'
import { seesJudge, visibleFiles, visibleTask } from '#lib/services/environments/visible-files.ts'
import { namesOf } from '#lib/services/people/names-of.ts'
import { readStart } from '#lib/services/read-start.ts'
import { blindVersions } from '#lib/services/reviews/blind-versions.ts'
import {
  REVIEW_SELECT,
  STANDING,
  standingOf,
  toCast,
  toReviewView,
  visibleOf,
} from '#lib/services/reviews/review-rows.ts'
import { lastRevision } from '#lib/services/revisions/revision-view.ts'

const AnyTask = z.record(z.string(), z.unknown())
const TaskThresholds = z.object({ thresholds: Task.shape.thresholds })

/** Everything about one version of an environment that the caller may see. */
export async function getEnvironment({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: VersionRef
}): Promise<EnvironmentDetail> {
  requireCapability(ctx, 'environment.read')
  const id = await findVersion(ctx.db, parseInput(VersionRef, input))
  const judge = seesJudge(ctx.actor)
  const row = await ctx.db.version.findUniqueOrThrow({
    where: { id },
    select: {
      ...VERSION_SELECT,
      task: true,
      manifest: true,
      findings: { select: FINDING_SELECT, orderBy: [{ severity: 'asc' }, { gate: 'asc' }] },
      reviews: { select: REVIEW_SELECT, orderBy: { createdAt: 'asc' } },
      approvals: {
        where: STANDING,
        select: { contentHash: true, gateSet: true, reviewers: true, createdAt: true },
      },
      packEntries: { select: { pack: { select: { id: true, slug: true, version: true, status: true } } } },
    },
  })
  const versions = await ctx.db.version.findMany({
    where: { environmentId: row.environment.id },
    select: {
      id: true,
      number: true,
      status: true,
      contentHash: true,
      authorId: true,
      editorId: true,
      createdAt: true,
      madeBy: { select: { reason: true } },
    },
    orderBy: { number: 'desc' },
  })
  const trials = judge
    ? await ctx.db.trial.findMany({
        where: { versionId: id },
        select: TRIAL_SELECT,
        orderBy: { createdAt: 'asc' },
        take: 500,
      })
    : []
  const approval = row.approvals[0]
  const blind = await blindVersions(ctx.db, ctx.actor, row.environment.id)
  const reviews = visibleOf(ctx.actor, row.reviews, blind.has(id))
  const people = [
    ...versions.flatMap((one) => [one.authorId, one.editorId]),
    ...row.reviews.map((one) => one.reviewerId),
    ...(approval?.reviewers ?? []),
  ]
  const nameOf = await namesOf(ctx.db, [row.authorId, ...people])
  const { id: environmentId, slug, title, ...facts } = toEnvironmentView(ctx.actor, row, nameOf)
  const certificate = toCertificateView(row.gateResults)
  return {
    environment: {
      id: environmentId,
      slug,
      title: row.environment.title,
      createdAt: row.environment.createdAt.toISOString(),
    },
    version: {
      ...facts,
      id,
      number: row.number,
      title,
      runtimeHash: row.runtimeHash,
      ...(await statedRuntime(ctx.db, row)),
      engineVersion: row.engineVersion,
      submittedAt: row.submittedAt?.toISOString() ?? null,
    },
    versions: versions.map(({ authorId, editorId, madeBy, ...one }) => ({
      ...one,
      editorName: nameOf(editorId),
      reason: judge ? (madeBy?.reason ?? null) : null,
      status: one.status,
      authorName: nameOf(authorId),
      createdAt: one.createdAt.toISOString(),
    })),
    view: judge ? 'judge' : 'agent',
    task: visibleTask(ctx.actor, stored(AnyTask, row.task, `task of version ${id}`)),
    thresholds: stored(TaskThresholds, row.task, `thresholds in the task of version ${id}`).thresholds,
    feedback: feedbackFacts(stored(ScoredTask, row.task, `task of version ${id}`)),
    description: await readDescription(ctx, row),
    files: visibleFiles(ctx.actor, row),
    // What a check found may quote the answers: verdicts for everybody, evidence for the judge view.
    certificate: judge
      ? certificate
      : { ...certificate, gates: certificate.gates.map((gate) => ({ ...gate, checks: [] })) },
    findings: judge ? row.findings.map(toFindingView) : [],
    trials: trials.map(toTrialView),
    reviews: reviews?.map((one) => toReviewView(one, nameOf)) ?? null,
    lineage: judge ? await lineageOf(ctx.db, row) : null,
    parentNumber: versions.find((one) => one.id === row.parentId)?.number ?? null,
    approval:
      approval === undefined
        ? null
        : {
            contentHash: approval.contentHash,
            gateSet: approval.gateSet,
            reviewers: approval.reviewers.map(nameOf),
            at: approval.createdAt.toISOString(),
            stale: approval.gateSet < CURRENT_GATE_SET || versions[0]?.id !== id,
          },
    packs: row.packEntries.map(({ pack }) => pack),
    certification: judge ? await lastCertification(ctx.db, id) : null,
    revision: judge ? await lastRevision(ctx.db, id) : null,
    can: permissionsOf(
      ctx.actor,
      { ...row, newest: versions[0]?.number ?? row.number },
      standingOf(row.reviews).map(toCast),
    ),
  }
}

export async function readDescription(ctx: ServiceContext, version: StoredVersion): Promise<string> {
  const file = manifestOf(version).files.find((one) => one.path === 'agent/description.md')
  return file === undefined ? '' : readStart(ctx.blobs, file.sha256)
}
