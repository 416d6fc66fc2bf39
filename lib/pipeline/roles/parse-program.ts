import { syntaxJob } from '#lib/pipeline/engine-jobs.ts'
import { SyntaxReport } from '#lib/pipeline/engine-results.ts'
import { failureOf, type JobContext, runJob } from '#lib/pipeline/run-job.ts'

/** Where a program does not parse, in words; null for one that does, and for what is not a program. Nothing of it is run. */
export async function syntaxProblem(
  context: JobContext,
  path: string,
  source: Uint8Array,
): Promise<string | null> {
  if (!path.endsWith('.py')) return null
  const result = await runJob(context, syntaxJob(source))
  if (result.status !== 'ok') return failureOf(result)
  const { problem } = SyntaxReport.parse(JSON.parse(result.stdout))
  return problem === null ? null : `line ${problem.line}: ${problem.message}`
}
