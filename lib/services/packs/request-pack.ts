import { z } from 'zod'
import { type PackView, RequestPackInput } from '#lib/contracts/packs.ts'
import type { Tx } from '#lib/db/client.ts'
import { personOf } from '#lib/domain/capabilities.ts'
import { conflict, precondition } from '#lib/domain/errors.ts'
import { CURRENT_GATE_SET } from '#lib/domain/gates.ts'
import { parseInput, stored } from '#lib/domain/parse.ts'
import { chooseSplits, type SplitTask, validationTarget } from '#lib/packs/choose-splits.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import {
  inTransaction,
  isUniqueViolation,
  requireCapability,
  type ServiceContext,
} from '#lib/services/context.ts'
import { PACK_SELECT, toPackView } from '#lib/services/packs/pack-view.ts'
import { namesOf } from '#lib/services/people/names-of.ts'

const MadeOf = z.object({
  provenance: z.object({ seeds: z.array(z.string()) }),
  mechanisms: z.array(z.string()),
  modality: z.string(),
})

/**
 * Freezes a list of approved versions as the next version of a pack and wakes a worker to build it. Only what is
 * approved under the gate set in force goes in, and nothing that an advisory marks as defective or leaking unless the
 * caller says so.
 */
export async function requestPack({
  ctx,
  input: raw,
}: {
  ctx: ServiceContext
  input: z.input<typeof RequestPackInput>
}): Promise<PackView> {
  requireCapability(ctx, 'pack.request')
  const input = parseInput(RequestPackInput, raw)
  try {
    return await inTransaction(ctx, async (tx) => {
      const tasks = await readApproved(tx, input.versionIds)
      const advised = await refuseAdvised(tx, tasks, input.allowAdvisories)
      const { splits } = chooseSplits(tasks, validationTarget(tasks.length, input.layout))
      const { slug, layout, title } = input
      const last = await tx.pack.findFirst({
        where: { slug, layout },
        select: { version: true },
        orderBy: { version: 'desc' },
      })
      const row = await tx.pack.create({
        data: {
          slug,
          layout,
          title,
          version: (last?.version ?? 0) + 1,
          createdBy: personOf(ctx.actor),
          entries: {
            create: tasks.map((task) => ({
              versionId: task.versionId,
              contentHash: task.contentHash,
              split: splits.get(task.contentHash) ?? 'train',
            })),
          },
        },
        select: PACK_SELECT,
      })
      await refuseReopened(tx, tasks)
      await ctx.queue.enqueue(tx, { queue: 'pack.build', id: row.id })
      const detail = {
        slug,
        version: row.version,
        layout,
        environments: tasks.length,
        ...(advised.length > 0 ? { allowAdvisories: true, advised } : {}),
      }
      await recordAudit(tx, ctx.actor, { verb: 'pack.request', entity: 'pack', entityId: row.id, detail })
      return toPackView(row, await namesOf(tx, [row.createdBy]))
    })
  } catch (error) {
    if (isUniqueViolation(error))
      throw conflict('Somebody else requested this pack just now. Try again for the next version.')
    throw error
  }
}

/** An approval may be taken back while its version goes into a pack: the entries have waited for that, so look again. */
async function refuseReopened(tx: Tx, tasks: readonly Approved[]): Promise<void> {
  const ids = tasks.map((task) => task.versionId)
  if ((await tx.version.count({ where: { id: { in: ids }, status: 'approved' } })) < ids.length)
    throw conflict(
      'The approval of a version was taken back just now. Look at the catalogue, then try again.',
    )
}

/** Versions with an advisory that keeps them out of packs, by title; throws unless the caller takes them knowingly. */
async function refuseAdvised(
  tx: Tx,
  tasks: readonly Approved[],
  isAllowed: boolean,
): Promise<{ versionId: string; severity: string }[]> {
  const rows = await tx.advisory.findMany({
    where: { versionId: { in: tasks.map((task) => task.versionId) }, severity: { in: ['defect', 'leak'] } },
    select: { versionId: true, severity: true, version: { select: { title: true } } },
    orderBy: { createdAt: 'asc' },
  })
  if (rows.length > 0 && !isAllowed) {
    const named = [...new Set(rows.map((row) => `${row.version.title} (${row.severity})`))]
    throw precondition(
      `An advisory marks ${named.join(', ')}. Leave them out, or allow versions with an advisory.`,
      { titles: named },
    )
  }
  return rows.map(({ versionId, severity }) => ({ versionId, severity }))
}

type Approved = SplitTask & { versionId: string }

/** One version of an environment: they share a folder in the pack. Of a catalogue the newest, of named ones an error. */
function newestOfEach<Row extends { environmentId: string; number: number; title: string }>(
  rows: readonly Row[],
  isNamed: boolean,
): Row[] {
  const newest = new Map<string, number>()
  for (const { environmentId, number } of rows)
    newest.set(environmentId, Math.max(number, newest.get(environmentId) ?? 0))
  const kept = rows.filter((row) => newest.get(row.environmentId) === row.number)
  const twice = rows.find((row) => !kept.includes(row))
  if (isNamed && twice)
    throw precondition(`Two versions of ${twice.title} are named; a pack holds one of each environment.`)
  return kept
}

async function readApproved(tx: Tx, versionIds: readonly string[]): Promise<Approved[]> {
  const rows = await tx.version.findMany({
    where: versionIds.length === 0 ? { status: 'approved' } : { id: { in: [...versionIds] } },
    select: {
      id: true,
      status: true,
      contentHash: true,
      title: true,
      environmentId: true,
      number: true,
      task: true,
      approvals: { where: { withdrawal: null }, select: { contentHash: true, gateSet: true } },
    },
    orderBy: { contentHash: 'asc' },
  })
  const fit = rows.filter(
    (row) =>
      row.status === 'approved' &&
      row.approvals.some((one) => one.contentHash === row.contentHash && one.gateSet >= CURRENT_GATE_SET),
  )
  if (versionIds.length > 0 && fit.length < new Set(versionIds).size) {
    const bad = rows.filter((row) => !fit.includes(row)).map((row) => row.title)
    throw precondition(`Not approved under the current gates: ${bad.join(', ') || 'unknown versions'}.`, {
      titles: bad,
    })
  }
  if (fit.length === 0) throw precondition('The catalogue is empty. Approve an environment first.')
  return newestOfEach(fit, versionIds.length > 0).map((row) => {
    const made = stored(MadeOf, row.task, `task of version ${row.id}`)
    return {
      versionId: row.id,
      contentHash: row.contentHash,
      seeds: made.provenance.seeds,
      mechanisms: made.mechanisms,
      modality: made.modality,
    }
  })
}
