import { z } from 'zod'
import type { Tx } from '#lib/db/client.ts'
import { Thresholds } from '#lib/domain/artefacts/task.ts'
import { stored } from '#lib/domain/parse.ts'
import type { Direction } from '#lib/domain/vocabulary.ts'
import type { RolloutVersion } from '#lib/training/settle-rollout.ts'

export type KnownVersion = RolloutVersion & { id: string }
type Named = { environment: string; contentHash?: string | undefined }

const VERSION = { id: true, contentHash: true, direction: true, task: true } as const
const TaskThresholds = z.object({ thresholds: Thresholds })

function toKnown(row: { id: string; direction: Direction; task: unknown }): KnownVersion {
  const { median, bronze, silver, gold } = stored(
    TaskThresholds,
    row.task,
    `thresholds in the task of version ${row.id}`,
  ).thresholds
  return {
    id: row.id,
    direction: row.direction,
    thresholds: { median: median.value, bronze: bronze.value, silver: silver.value, gold: gold.value },
  }
}

/**
 * The version that a rollout speaks of: by content hash where it names one, else the version of that slug in the
 * run's pack; null where neither is known. Two statements, however many rollouts.
 */
export async function versionsOfRollouts(
  tx: Tx,
  packId: string | null,
  rollouts: readonly Named[],
): Promise<(rollout: Named) => KnownVersion | null> {
  const hashes = [...new Set(rollouts.flatMap(({ contentHash }) => contentHash ?? []))]
  const slugs = [
    ...new Set(rollouts.flatMap((one) => (one.contentHash === undefined ? one.environment : []))),
  ]
  const byHash = await tx.version.findMany({ where: { contentHash: { in: hashes } }, select: VERSION })
  const entries =
    packId === null
      ? []
      : await tx.packEntry.findMany({
          where: { packId, version: { environment: { slug: { in: slugs } } } },
          select: { version: { select: { ...VERSION, environment: { select: { slug: true } } } } },
        })
  const hashed = new Map(byHash.map((row) => [row.contentHash, toKnown(row)]))
  const named = new Map(entries.map(({ version }) => [version.environment.slug, toKnown(version)]))
  return ({ environment, contentHash }) =>
    (contentHash === undefined ? named.get(environment) : hashed.get(contentHash)) ?? null
}
