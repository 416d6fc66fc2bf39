import type { Measurement } from '#lib/domain/gates.ts'
import { LadderReport } from '#lib/pipeline/engine-results.ts'
import { type Evidence, figure, isInfra, judgeError, measured } from '#lib/pipeline/verify/evidence.ts'
import type { Found } from '#lib/pipeline/verify/gate.ts'
import type { RawTrial } from '#lib/pipeline/verify/raw-trial.ts'

const slow = (
  what: string,
  of: 'generate' | 'solution' | 'rung',
  seconds: number,
  file: string | null = null,
): Measurement =>
  figure({
    id: `slow/${what}`,
    of,
    value: seconds,
    message: `${what} takes ${seconds.toFixed(2)} s of processor time.`,
    file,
  })

/** What the ladder cost: every rung, or the whole where it was stopped for what it had used up. */
function ladderFigures(ladder: RawTrial | undefined): Measurement[] | null {
  if (ladder?.status === 'cpu') return [slow('ladder', 'rung', ladder.usage.cpuMs / 1000)]
  const report = LadderReport.safeParse(ladder?.report)
  if (!report.success) return null
  return Object.entries(report.data.rungs).map(([rung, { cpuS }]) => slow(rung, 'rung', cpuS))
}

/** What generator, solutions and rungs take, in seconds of the processor: wall time depends on who else uses the machine. */
export function measureSpeed({ raws }: Evidence): Found {
  const programs = [...raws.values()].flatMap((raw) =>
    raw.kind === 'solution' || raw.kind === 'generate' ? [{ ...raw, kind: raw.kind }] : [],
  )
  const broken = programs.find(isInfra)
  const rungs = ladderFigures(raws.get('ladder'))
  if (broken || rungs === null) return judgeError(broken?.failure ?? 'The ladder has no report.')
  return measured([
    ...programs.map(({ key, kind, usage, program }) => slow(key, kind, usage.cpuMs / 1000, program)),
    ...rungs,
  ])
}
