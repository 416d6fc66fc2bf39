import type { GateCheck, GateOutcome } from '#lib/domain/gates.ts'
import { LadderReport } from '#lib/pipeline/engine-results.ts'
import { type Evidence, isInfra, judgeError, outcome, plain } from '#lib/pipeline/verify/evidence.ts'
import type { RawTrial } from '#lib/pipeline/verify/raw-trial.ts'

/** Limits of the speed gate, all in CPU seconds: wall time depends on who else uses the machine. */
export const SPEED = { generateCpuS: 8, solutionCpuS: 8, rungCpuS: 30 }

const measured = (id: string, seconds: number, limit: number, file: string | null): GateCheck => ({
  ...plain(
    id,
    seconds <= limit,
    `${id} takes ${seconds.toFixed(2)} s of processor time; at most ${limit} s are allowed.`,
    file,
  ),
  value: Math.round(seconds * 1000) / 1000,
  limit,
})

/** What the ladder cost: every rung, or the whole where it was stopped for what it had used up. */
function ladderChecks(ladder: RawTrial | undefined): GateCheck[] | null {
  if (ladder?.status === 'cpu')
    return [measured('slow/ladder', ladder.usage.cpuMs / 1000, SPEED.rungCpuS, null)]
  const report = LadderReport.safeParse(ladder?.report)
  if (!report.success) return null
  return Object.entries(report.data.rungs).map(([rung, { cpuS }]) =>
    measured(`slow/${rung}`, cpuS, SPEED.rungCpuS, null),
  )
}

/** Generator, solutions and rungs stay within their processor time. */
export function judgeSpeed({ raws }: Evidence): GateOutcome {
  const programs = [...raws.values()].filter((raw) => raw.kind === 'solution' || raw.kind === 'generate')
  const broken = programs.find(isInfra)
  const rungs = ladderChecks(raws.get('ladder'))
  if (broken || rungs === null) return judgeError('speed', broken?.failure ?? 'The ladder has no report.')
  return outcome('speed', [
    ...programs.map((raw) =>
      measured(
        `slow/${raw.key}`,
        raw.usage.cpuMs / 1000,
        raw.kind === 'generate' ? SPEED.generateCpuS : SPEED.solutionCpuS,
        raw.program,
      ),
    ),
    ...rungs,
  ])
}
