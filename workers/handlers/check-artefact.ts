import { Spec } from '#lib/domain/artefacts/spec.ts'
import { GENERATOR } from '#lib/domain/editable.ts'
import { bindingProblems } from '#lib/domain/spec-bindings.ts'
import { checkSpec, type SpecProblem } from '#lib/domain/spec-check.ts'
import { mechanismProblems } from '#lib/domain/spec-mechanisms.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { decodeText } from '#lib/pipeline/canonical.ts'
import { develop, regenerate } from '#lib/pipeline/roles/developer.ts'
import { syntaxProblem } from '#lib/pipeline/roles/parse-program.ts'
import type { JobContext } from '#lib/pipeline/run-job.ts'
import { DeveloperOutput, MlopsOutput } from '#lib/pipeline/step-outputs.ts'
import { databaseNow } from '#lib/services/context.ts'
import type { Deps } from '#workers/deps.ts'
import { CELLS, type Served } from '#workers/served.ts'

type CheckDeps = Pick<Deps, 'db' | 'blobs' | 'sandbox' | 'catalogue' | 'stopping'>
type Check = { role: string; file: string; made: string; output: string }

const read = async (deps: CheckDeps, blob: string): Promise<unknown> =>
  JSON.parse(decodeText(await deps.blobs.get(blob)))

/** The part of a spec that the engine's words are about: they begin with it. */
const PLACES: readonly [RegExp, string][] = [
  [/mechanism/, 'mechanisms'],
  [/column|table/, 'columns'],
  [/metric/, 'metric'],
  [/target|class/, 'target'],
  [/rows/, 'rows'],
  [/imbalance/, 'imbalance'],
]
const placeOf = (message: string): string => PLACES.find(([words]) => words.test(message))?.[1] ?? 'spec'

/** The words of the catalogue's world first; then a dry composition, and the data once. */
async function specProblems(
  deps: CheckDeps,
  context: JobContext,
  { made, output }: Check,
): Promise<SpecProblem[]> {
  const { secret, ...edited } = Spec.parse(await read(deps, output))
  const { secret: _, ...before } = Spec.parse(await read(deps, made))
  const problems = [
    ...checkSpec(edited, before, DOMAINS),
    ...mechanismProblems(edited, deps.catalogue.mechanisms),
    ...bindingProblems(edited, before, { catalogue: deps.catalogue.mechanisms, domains: DOMAINS }),
  ]
  if (problems.length > 0) return problems
  const built = await develop(context, { ...edited, secret })
  return built.kind === 'built' ? [] : [{ path: placeOf(built.message), message: built.message }]
}

async function problemsOf(deps: CheckDeps, check: Check): Promise<SpecProblem[]> {
  const context = { sandbox: deps.sandbox, signal: deps.stopping }
  if (check.role === 'data-strategist') return specProblems(deps, context, check)
  const value = await read(deps, check.output)
  const output = check.role === 'ml-developer' ? DeveloperOutput.parse(value) : MlopsOutput.parse(value)
  if (output.kind === 'refused') return []
  const source = await deps.blobs.get(output.files[check.file]?.sha256 ?? '')
  const syntax = await syntaxProblem(context, check.file, source)
  if (syntax !== null) return [{ path: check.file, message: syntax }]
  if (check.file !== GENERATOR) return []
  const made = await regenerate({ ...context, blobs: deps.blobs }, output.files)
  return made.kind === 'built' ? [] : [{ path: check.file, message: made.message }]
}

/**
 * Handler of `artefact.check`: holds what a person wants to save against the engine. Nobody waits for a row whose worker
 * died: the save says so, and is sent again.
 */
export async function checkArtefact(deps: CheckDeps, id: string): Promise<void> {
  const check = await deps.db.artefactCheck.findUnique({ where: { id } })
  if (check?.status !== 'queued') return
  const problems = await problemsOf(deps, check)
  await deps.db.$transaction(async (tx) => {
    const finishedAt = await databaseNow(tx)
    const { count } = await tx.artefactCheck.updateMany({
      where: { id, status: 'queued' },
      data: { status: 'finished', problems, finishedAt },
    })
    if (count > 0) await tx.$executeRaw`SELECT pg_notify('trial', ${id})`
  })
}

export const artefactCheck = {
  queue: 'artefact.check',
  concurrency: 2,
  needs: CELLS,
  handle: checkArtefact,
} as const satisfies Served
