import type { Tx } from '#lib/db/client.ts'
import { notFound } from '#lib/domain/errors.ts'
import { stored } from '#lib/domain/parse.ts'
import { RunRequest } from '#lib/domain/run.ts'
import { medianOf } from '#lib/domain/statistics.ts'
import { ledgersOf } from '#lib/services/exchanges/ledgers-of.ts'
import { emptyFunnel, funnelsOf } from '#lib/services/runs/funnels-of.ts'
import { reusedOf } from '#lib/services/runs/reused-of.ts'

const MINUTE_MS = 60_000

async function readVersions(tx: Tx, runId: string) {
  const rows = await tx.version.findMany({
    where: { runId },
    select: {
      id: true,
      number: true,
      status: true,
      title: true,
      environmentId: true,
      environment: { select: { slug: true } },
      reviews: { where: { withdrawal: null }, select: { activeMs: true } },
    },
  })
  return new Map(rows.map((row) => [row.id, row]))
}

/** All of one run that a comparison needs. `environments`: ids of those that it made a version of. */
export async function readSide(tx: Tx, id: string) {
  const run = await tx.run.findUnique({
    where: { id },
    select: { id: true, name: true, status: true, request: true, parentId: true },
  })
  if (run === null) throw notFound('run', id)
  const candidates = await tx.candidate.findMany({
    where: { runId: id },
    orderBy: { ordinal: 'asc' },
    include: { seed: { select: { slug: true } } },
  })
  const versions = await readVersions(tx, id)
  const ledgers = await ledgersOf(tx, 'candidateId', { runId: id })
  const reused = await reusedOf(tx, id)
  const funnel = (await funnelsOf(tx, [id])).get(id) ?? emptyFunnel()
  const reviews = [...versions.values()].flatMap((version) => version.reviews)
  const measured = reviews.flatMap(({ activeMs }) => activeMs ?? [])
  return {
    run: { ...run, request: stored(RunRequest, run.request, `request of run ${id}`), funnel },
    environments: new Set([...versions.values()].map(({ environmentId }) => environmentId)),
    reviews: {
      cast: reviews.length,
      measured: measured.length,
      medianMinutes: measured.length === 0 ? null : medianOf(measured) / MINUTE_MS,
    },
    cells: candidates.map((row) => {
      const taken = reused.get(row.id)
      const version = row.versionId === null ? undefined : versions.get(row.versionId)
      const ownMs =
        row.startedAt === null || row.finishedAt === null || row.releasedAt !== null
          ? null
          : row.finishedAt.getTime() - row.startedAt.getTime()
      return {
        id: row.id,
        ordinal: row.ordinal,
        seedId: row.seedId,
        seed: row.seed.slug,
        status: row.status,
        duplicateOf: row.duplicateOf,
        reasonCode: row.reasonCode,
        repairs: row.repairs,
        reusedSteps: taken?.steps ?? 0,
        costMicroUsd: ledgers.get(row.id)?.spentMicroUsd ?? 0,
        reusedMicroUsd: taken?.micro ?? 0,
        minutes: ownMs === null ? null : (ownMs + (taken?.ms ?? 0)) / MINUTE_MS,
        environment:
          version === undefined
            ? null
            : {
                slug: version.environment.slug,
                title: version.title,
                version: version.number,
                status: version.status,
              },
      }
    }),
  }
}
export type ReadSide = Awaited<ReturnType<typeof readSide>>
