import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Db, Tx } from '#lib/db/client.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import { stored } from '#lib/domain/parse.ts'
import type { VersionStatus } from '#lib/domain/version.ts'
import { hasRulesOf, type Idea, ideaOf } from '#lib/pipeline/novelty.ts'
import type { Duplicate } from '#lib/pipeline/produce-task.ts'

/** Versions that stand in the way of another one of the same idea; what was rejected may be tried again. */
const STANDING: VersionStatus[] = ['draft', 'verifying', 'verified', 'in-review', 'approved']
const Rules = z.object({ mechanisms: z.array(z.string()) })

/**
 * The environment that has the same idea as a spec already; null when the spec is new. `except`: the environment of
 * which a branch makes another version.
 */
export async function findNearDuplicate(
  tx: Db | Tx,
  spec: Spec,
  except: string | null = null,
): Promise<Duplicate | null> {
  const idea = ideaOf(spec)
  if (idea === null) return null
  const { domain, modality, taskType, metric } = idea
  const rows = await tx.version.findMany({
    where: {
      domain,
      modality,
      taskType,
      metric,
      status: { in: STANDING },
      ...(except === null ? {} : { environmentId: { not: except } }),
    },
    select: { id: true, environmentId: true, task: true, environment: { select: { slug: true } } },
    orderBy: { id: 'asc' },
  })
  const duplicate = rows.find(({ id, task }) =>
    hasRulesOf(idea, stored(Rules, task, `task of version ${id}`).mechanisms),
  )
  if (duplicate === undefined) return null
  const reason = `${duplicate.environment.slug} has the same rules, question and metric in the same world`
  return { environmentId: duplicate.environmentId, reason }
}

/** The environment that was made of the very same spec by this engine. */
export async function findSameSpec(
  tx: Db | Tx,
  specSha256: string,
  engineVersion: string,
  except: string | null = null,
): Promise<Duplicate | null> {
  const known = await tx.version.findFirst({
    where: {
      specSha256,
      engineVersion,
      ...(except === null ? {} : { environmentId: { not: except } }),
    },
    select: { id: true, environmentId: true },
  })
  return known === null
    ? null
    : { environmentId: known.environmentId, reason: 'the same spec was generated before' }
}

const lockOf = (idea: Idea): string => createHash('sha256').update(JSON.stringify(idea)).digest('hex')

/** Lets two workers freeze the same idea only one after the other, so that the second one sees the first. */
export async function lockIdea(tx: Tx, spec: Spec): Promise<void> {
  const idea = ideaOf(spec)
  if (idea !== null) await tx.$queryRaw`select pg_advisory_xact_lock(hashtext(${lockOf(idea)}))::text`
}
