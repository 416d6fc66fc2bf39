import type { Call, Command } from '#cli/command.ts'
import { EXIT, type ExitCode } from '#cli/failure.ts'
import { runIdOf } from '#cli/run-rows.ts'
import { table } from '#cli/table.ts'
import { type CandidateView, RUNS } from '#lib/contracts/runs.ts'
import { candidateNumber } from '#lib/domain/candidate-number.ts'
import { formatUsd } from '#lib/domain/model-cost.ts'
import { isCandidateEnded } from '#lib/domain/run.ts'

const isLost = ({ status }: CandidateView): boolean => isCandidateEnded(status) && status !== 'verified'

const lossRow = ({ id, ordinal, status, phase, reasonCode, reason, seed, costMicroUsd }: CandidateView) => ({
  id,
  candidate: candidateNumber(ordinal),
  status,
  phase,
  code: reasonCode,
  reason,
  seed: seed.slug,
  spentUsd: formatUsd(costMicroUsd),
})

/** Which candidates of a run came to nothing, and why. */
async function losses(call: Call): Promise<ExitCode> {
  const client = await call.client()
  const run = await client.call(RUNS.get, { id: await runIdOf(client, call.args[0] ?? '') })
  const rows = run.lanes.filter(isLost).map(lossRow)
  call.print(rows, () => {
    const counts = table(run.reasons, ['count', 'status', 'code'], '')
    const each = table(rows, ['candidate', 'status', 'phase', 'code', 'reason', 'spentUsd'], '')
    return rows.length === 0 ? 'No candidate of this run was lost.' : `${counts}\n\n${each}`
  })
  return EXIT.ok
}

export const runsLossesCommands: readonly Command[] = [
  {
    words: ['runs', 'losses'],
    args: ['RUN'],
    options: {},
    summary:
      'The candidates of a run that came to nothing: how many for which reason, then each with its own.',
    run: losses,
  },
]
