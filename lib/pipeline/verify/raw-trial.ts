import type { SandboxResult } from '#lib/domain/ports/sandbox.ts'
import { hashOf } from '#lib/pipeline/canonical.ts'
import { failureOf, jsonFile } from '#lib/pipeline/run-job.ts'
import type { PlannedTrial } from '#lib/pipeline/verify/planned-trial.ts'

/** What an execution gave, reduced to what the judge needs. */
export type RawTrial = Pick<PlannedTrial, 'key' | 'kind' | 'program'> & {
  inputHash: string
  status: SandboxResult['status']
  /** Why it is not ok; null when it is. */
  failure: string | null
  usage: SandboxResult['usage']
  runtimeHash: string
  /** sha256 of every file that it wrote. */
  hashes: Record<string, string>
  /** The JSON report of a trusted tool; null for other programs and where it is unreadable. */
  report: unknown
  /** Submissions by name. */
  submissions: Record<string, Uint8Array>
}

const REPORTS: Record<string, string> = {
  inspect: 'measurements.json',
  'evaluator-checks': 'measurements.json',
  ladder: 'out/ladder.json',
  evaluate: 'score.json',
}

/** The name under which a trial's submission is scored. */
export const submissionName = (key: string): string =>
  key.replace(/^solution\/(\d)\/solutions\//, 'run$1--').replace(/\.py$/, '')

function submissionsOf(trial: PlannedTrial, result: SandboxResult): Record<string, Uint8Array> {
  const entries = Object.entries(result.files).filter(([path]) => path.endsWith('.csv'))
  if (trial.kind === 'solution')
    return Object.fromEntries(entries.map(([, bytes]) => [submissionName(trial.key), bytes]))
  if (trial.key !== 'ladder') return {}
  return Object.fromEntries(
    entries.map(([path, bytes]) => [path.replace(/^out\//, '').replace(/\.csv$/, ''), bytes]),
  )
}

function reportOf(trial: PlannedTrial, result: SandboxResult): { report: unknown; problem: string | null } {
  const path = REPORTS[trial.key]
  if (path === undefined || result.status !== 'ok') return { report: null, problem: null }
  try {
    return { report: jsonFile(result, path), problem: null }
  } catch (error) {
    return { report: null, problem: error instanceof Error ? error.message : String(error) }
  }
}

export function rawTrial(trial: PlannedTrial, inputHash: string, result: SandboxResult): RawTrial {
  const { report, problem } = reportOf(trial, result)
  return {
    key: trial.key,
    kind: trial.kind,
    program: trial.program,
    inputHash,
    status: result.status,
    failure: result.status === 'ok' ? problem : failureOf(result),
    usage: result.usage,
    runtimeHash: result.sandbox.runtimeHash,
    hashes: Object.fromEntries(Object.entries(result.files).map(([path, bytes]) => [path, hashOf(bytes)])),
    report,
    submissions: submissionsOf(trial, result),
  }
}
