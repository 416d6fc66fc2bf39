import { steeredOf } from '#lib/domain/run.ts'
import type { Claim } from '#workers/candidate/candidate-lease.ts'
import { appendEvent } from '#workers/candidate/events.ts'
import type { Deps } from '#workers/deps.ts'

/** Tells what a resumed candidate took over and what ran since a person let it go. */
export async function tellSteered(deps: Deps, claim: Claim): Promise<void> {
  const { releasedAt, steps } = await deps.db.candidate.findUniqueOrThrow({
    where: { id: claim.id },
    select: { releasedAt: true, steps: { select: { ranAt: true, editedBy: true } } },
  })
  const steered = steeredOf(releasedAt, steps)
  if (steered === null) return
  const { reused, rerun } = steered
  await appendEvent(deps.db, claim, {
    type: 'candidate.steered',
    message: `Reused ${reused} ${reused === 1 ? 'step' : 'steps'}, ${rerun} re-run.`,
    data: { reused, rerun, edited: steps.filter(({ editedBy }) => editedBy !== null).length },
  })
}
