import type { Call } from '#cli/command.ts'
import { usageFailure } from '#cli/failure.ts'
import { integerOption } from '#cli/input-file.ts'
import { runIdOf } from '#cli/run-rows.ts'
import { type CandidateView, RUNS } from '#lib/contracts/runs.ts'

export const CANDIDATE = { candidate: { type: 'string', value: 'NUMBER', required: true } } as const

/** The candidate of a run by its number, as pages show it. */
export async function candidateOf(call: Call): Promise<{ runId: string; candidate: CandidateView }> {
  const client = await call.client()
  const run = await client.call(RUNS.get, { id: await runIdOf(client, call.args[0] ?? '') })
  const number = integerOption(call, 'candidate', 1, 500)
  const candidate = run.lanes.find(({ ordinal }) => ordinal + 1 === number)
  if (candidate === undefined)
    throw usageFailure(
      `The run has ${run.lanes.length} candidates.`,
      `--candidate ${number ?? ''}`,
      'Name one by the number that sandmle runs losses and the page of the run show.',
    )
  return { runId: run.id, candidate }
}
