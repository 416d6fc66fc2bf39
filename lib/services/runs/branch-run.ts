import type { z } from 'zod'
import { BranchRunInput, type RunView } from '#lib/contracts/runs.ts'
import { notFound, precondition } from '#lib/domain/errors.ts'
import { parseInput, stored } from '#lib/domain/parse.ts'
import { isModel, type Players } from '#lib/domain/player.ts'
import type { NamedPrompts } from '#lib/domain/prompt-catalogue.ts'
import { RunRequest } from '#lib/domain/run.ts'
import { ROLES } from '#lib/domain/vocabulary.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { completePlayers } from '#lib/services/runs/choose-players.ts'
import { choosePrompts } from '#lib/services/runs/choose-prompts.ts'
import { insertRun, onceByKey } from '#lib/services/runs/insert-run.ts'

type Setting = { players: Players; prompts: NamedPrompts }

/** True where at least one role is played by somebody else, or with another prompt. */
const isChanged = (before: Setting, after: Setting): boolean =>
  ROLES.some((role) => {
    const [old, now] = [before.players[role], after.players[role]]
    if (!isModel(old) || !isModel(now)) return old !== now
    return JSON.stringify(old) !== JSON.stringify(now) || before.prompts[role] !== after.prompts[role]
  })

/**
 * Starts a run over the seeds, the run seed and the plan of a finished one, with other players or prompts. What is
 * played as before, up to the first role that differs, is taken over from there and not paid for again.
 */
export async function branchRun({
  ctx,
  input: raw,
}: {
  ctx: ServiceContext
  input: z.input<typeof BranchRunInput>
}): Promise<RunView> {
  requireCapability(ctx, 'run.start')
  const { id, ...input } = parseInput(BranchRunInput, raw)
  return onceByKey(ctx, input.idempotencyKey, async (tx) => {
    const parent = await tx.run.findUnique({
      where: { id },
      select: {
        name: true,
        request: true,
        finishedAt: true,
        candidates: { select: { seedId: true }, orderBy: { ordinal: 'asc' } },
      },
    })
    if (parent === null) throw notFound('run', id)
    if (parent.finishedAt === null)
      throw precondition('The run is not over yet; a branch starts from one that is finished.')
    const before = stored(RunRequest, parent.request, `request of run ${id}`)
    const players = completePlayers(input.players)
    const after = { players, prompts: await choosePrompts(tx, players, input.prompts) }
    if (!isChanged(before, after))
      throw precondition(
        'This is the same run: change who plays a role, or the prompt that a model plays with.',
      )
    return insertRun(ctx, tx, input, {
      name: input.name ?? `Branch of ${parent.name}`.slice(0, 80),
      seedIds: before.seedIds,
      places: parent.candidates.map(({ seedId }) => seedId),
      runSeed: before.runSeed,
      likeness: before.likeness,
      controls: before.controls,
      parentId: id,
    })
  })
}
