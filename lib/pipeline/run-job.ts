import type { Sandbox, SandboxJob, SandboxResult } from '#lib/domain/ports/sandbox.ts'
import { storableJson } from '#lib/domain/text.ts'
import { canonicalJson, decodeText, hashOf } from '#lib/pipeline/canonical.ts'

/** A fault of the machine, not of a task: the work is handed back and tried again, never counted against a candidate. */
export class InfraFault extends Error {
  constructor(what: string, detail: string) {
    super(`${what}: ${detail}`)
    this.name = 'InfraFault'
  }
}

const INFRA_TRIES = 3
const NEXT = 'The page Status shows how the sandbox is; "npm run doctor" tries each of its layers.'

export type JobContext = { sandbox: Sandbox; signal?: AbortSignal | undefined }

/** Runs a job, again where the sandbox itself failed. Throws InfraFault when that continues. */
export async function runJob(context: JobContext, job: SandboxJob): Promise<SandboxResult> {
  let detail = ''
  for (let attempt = 1; attempt <= INFRA_TRIES; attempt++) {
    const result = await context.sandbox.run({ ...job, id: `${job.id}-${attempt}` }, context.signal)
    if (result.status !== 'infra' && result.status !== 'abandoned') return result
    context.signal?.throwIfAborted()
    detail = result.stderr.trim().slice(-300) || 'the sandbox gave no reason'
  }
  throw new InfraFault(job.id, `${detail} (${INFRA_TRIES} tries). ${NEXT}`)
}

/** What a result depends on: program, arguments, files, limits and the runtime. */
export function inputHashOf(
  job: SandboxJob,
  runtime: { runtimeHash: string; engineVersion: string },
): string {
  const files = Object.fromEntries(Object.entries(job.files).map(([path, bytes]) => [path, hashOf(bytes)]))
  const { program, argv, limits, seed } = job
  const engine = program.kind === 'module' ? runtime.engineVersion : null
  return hashOf(canonicalJson({ program, argv, limits, seed, files, engine, runtime: runtime.runtimeHash }))
}

/** The last line that a failed program wrote to stderr, or what stopped it. */
export function failureOf(result: SandboxResult): string {
  const said = result.stderr.trim().split('\n').at(-1)?.slice(0, 400) ?? ''
  return result.status === 'nonzero'
    ? said || `exit code ${result.code}`
    : `${result.status}${said ? `: ${said}` : ''}`
}

const TAIL_LINES = 30

/** The end of a failed program's log, for the role that has to fix it. */
export function logTail(result: SandboxResult): string {
  const lines = `${result.stdout}\n${result.stderr}`.trim().split('\n').slice(-TAIL_LINES)
  const ended =
    result.status === 'nonzero' ? `exit code ${result.code}` : `ended by the sandbox: ${result.status}`
  return `${ended}\n${lines.join('\n')}`.trim()
}

/** A collected JSON file, its texts as they can be stored. Throws when it is missing or is not JSON. */
export function jsonFile(result: SandboxResult, path: string): unknown {
  const bytes = result.files[path]
  if (bytes === undefined)
    throw new Error(`${path} was not written (${result.refused[path] ?? failureOf(result)})`)
  return storableJson(JSON.parse(decodeText(bytes)))
}
