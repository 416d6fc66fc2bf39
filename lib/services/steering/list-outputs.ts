import { z } from 'zod'
import { HeldParams, type RoleOutput, type RoleOutputList } from '#lib/contracts/steering.ts'
import type { Tx } from '#lib/db/client.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput, stored } from '#lib/domain/parse.ts'
import type { BlobStore } from '#lib/domain/ports/blob-store.ts'
import { ROLES, type Role, RUNGS, TIERS } from '#lib/domain/vocabulary.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { SPEC_FILE } from '#lib/services/steering/held-output.ts'

/** What steps keep, as far as it is shown; a role leaves out what it did not reach. */
const Kept = z.looseObject({
  kind: z.string().optional(),
  message: z.string().optional(),
  files: z.record(z.string(), z.object({ sha256: z.string(), bytes: z.int() })).default({}),
  thresholds: z.record(z.string(), z.object({ value: z.number() })).default({}),
  scores: z
    .object({ scores: z.record(z.string(), z.object({ score: z.number().nullable() })) })
    .default({ scores: {} }),
})
export type Kept = z.infer<typeof Kept>

export async function readKept(blobs: BlobStore, blob: string): Promise<Kept> {
  const kept: unknown = JSON.parse(new TextDecoder().decode(await blobs.get(blob)))
  return stored(Kept, kept, `output ${blob} of a role`)
}

/** The step of a candidate with what it produced. @throws not-found for a candidate of another run */
export async function outputsOf(tx: Tx, of: { id: string; candidateId: string }) {
  const candidate = await tx.candidate.findFirst({
    where: { id: of.candidateId, runId: of.id },
    select: {
      steps: {
        where: { outputBlob: { not: null } },
        select: { role: true, repair: true, outputBlob: true },
        orderBy: [{ repair: 'asc' }, { createdAt: 'asc' }],
      },
    },
  })
  if (candidate === null) throw notFound('candidate', of.candidateId)
  return candidate.steps.flatMap(({ role, repair, outputBlob }) => {
    const known = ROLES.find((one) => one === role)
    return known === undefined || outputBlob === null ? [] : [{ role: known, repair, blob: outputBlob }]
  })
}

/** Entries in the order of a list; what is not on it comes last. */
function sorted<Value>(entries: [string, Value][], order: readonly string[]): [string, Value][] {
  const placeOf = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length)
  return entries.toSorted(([a], [b]) => placeOf(a) - placeOf(b))
}

function toOutput(role: Role, repair: number, kept: Kept): RoleOutput {
  const refused = kept.kind === 'refused'
  const files = Object.entries(kept.files).map(([path, { bytes }]) => ({ path, bytes }))
  return {
    role,
    repair,
    files: role === 'data-strategist' && !refused ? [{ path: SPEC_FILE, bytes: null }] : files,
    // In the order of the ladder and of the tiers; what is stored is in that of the alphabet.
    scores: sorted(Object.entries(kept.scores.scores), RUNGS).map(([name, { score }]) => ({ name, score })),
    thresholds: Object.fromEntries(
      sorted(Object.entries(kept.thresholds), TIERS).map(([tier, { value }]) => [tier, value]),
    ),
    refused: refused ? (kept.message ?? 'refused') : null,
  }
}

/** What every role of a candidate produced, attempt by attempt, also of one that was lost. It tells the hidden rule. */
export async function listOutputs({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof HeldParams>
}): Promise<RoleOutputList> {
  requireCapability(ctx, 'run.read')
  requireCapability(ctx, 'environment.read-judge')
  const steps = await outputsOf(ctx.db, parseInput(HeldParams, input))
  const outputs = steps.map(async ({ role, repair, blob }) =>
    toOutput(role, repair, await readKept(ctx.blobs, blob)),
  )
  return { outputs: await Promise.all(outputs) }
}
