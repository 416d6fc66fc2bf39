import { createHmac } from 'node:crypto'
import { z } from 'zod'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import { Thresholds } from '#lib/domain/artefacts/task.ts'
import { canonicalJson, decodeText } from '#lib/pipeline/canonical.ts'
import { readDataFacts } from '#lib/pipeline/data-facts.ts'
import { develop } from '#lib/pipeline/roles/developer.ts'
import { operate, renderEvaluator } from '#lib/pipeline/roles/mlops.ts'
import { type FileBytes, loadFiles, storeFiles } from '#lib/pipeline/task-files.ts'
import type { LoadedVersion } from '#workers/candidate/load-version.ts'
import type { Deps } from '#workers/deps.ts'
import { isProgramFile } from '#workers/smoke/loaded-environment.ts'
import { specOf } from '#workers/version/spec-of.ts'

type SiblingDeps = Pick<Deps, 'db' | 'blobs' | 'sandbox' | 'catalogue' | 'runtimeHash' | 'engineKey' | 'log'>
const ANSWER = 'judge/answer.csv'
/** Secrets that are tried; a draw may be too hard or flat by chance. */
const DRAWS = 3

const Stored = z.object({
  files: z.record(z.string(), z.object({ sha256: z.string(), bytes: z.int() })),
  thresholds: Thresholds,
  submissionColumns: z.array(z.string()),
})
export type Sibling =
  | {
      kind: 'made'
      agent: FileBytes
      answer: Uint8Array
      thresholds: Thresholds
      submissionColumns: string[]
    }
  | { kind: 'none'; reason: string }

/** The same mechanisms, columns and metric under another secret: new constants, new rows. */
const drawn = (deps: SiblingDeps, spec: Spec, specSha256: string, draw: number): Spec => ({
  ...spec,
  secret: createHmac('sha256', deps.engineKey)
    .update(`sibling/${specSha256}/${draw}`)
    .digest('hex')
    .slice(0, 32),
})

/** Makes a sibling as a run would: composed, generated, its ladder climbed and its thresholds calibrated on itself. */
async function make(deps: SiblingDeps, spec: Spec, specSha256: string, signal: AbortSignal) {
  const context = { sandbox: deps.sandbox, signal, engineVersion: deps.catalogue.engineVersion }
  let reason = ''
  for (let draw = 0; draw < DRAWS; draw++) {
    const sibling = drawn(deps, spec, specSha256, draw)
    const built = await develop(context, sibling)
    if (built.kind === 'refused') return { kind: 'none' as const, reason: built.message }
    const calibrated = await operate(context, sibling, built.files, renderEvaluator(context))
    if (calibrated.kind === 'calibrated') {
      const kept = Object.entries(built.files).filter(([path]) => isProgramFile(path) || path === ANSWER)
      const { submissionColumns } = readDataFacts(sibling, built.files)
      return {
        kind: 'made' as const,
        files: Object.fromEntries(kept),
        thresholds: calibrated.thresholds,
        submissionColumns,
      }
    }
    reason = calibrated.message
  }
  return { kind: 'none' as const, reason }
}

async function keep(deps: SiblingDeps, key: Key, made: Awaited<ReturnType<typeof make>>): Promise<void> {
  if (made.kind === 'none') {
    await deps.db.smokeSibling.createMany({
      data: [{ ...key, reason: made.reason.slice(0, 500) }],
      skipDuplicates: true,
    })
    return
  }
  const { thresholds, submissionColumns } = made
  const files = await storeFiles(deps.blobs, made.files)
  const own = await deps.blobs.put(
    new TextEncoder().encode(canonicalJson({ files, thresholds, submissionColumns })),
  )
  await deps.db.$transaction(async (tx) => {
    const blobs = [own, ...Object.values(files)]
    await tx.blob.createMany({
      data: blobs.map(({ sha256, bytes }) => ({ sha256, bytes: BigInt(bytes) })),
      skipDuplicates: true,
    })
    await tx.smokeSibling.createMany({ data: [{ ...key, blob: own.sha256 }], skipDuplicates: true })
  })
}

type Key = { specSha256: string; engineVersion: string; runtimeHash: string }

async function restore(deps: SiblingDeps, blob: string): Promise<Sibling> {
  const stored = Stored.parse(JSON.parse(decodeText(await deps.blobs.get(blob))))
  const files = await loadFiles(deps.blobs, stored.files, () => true)
  const { [ANSWER]: answer = new Uint8Array(), ...agent } = files
  const { thresholds, submissionColumns } = stored
  return { kind: 'made', agent, answer, thresholds, submissionColumns }
}

/** The sibling of a version, made at the first call and read back at every other one. */
export async function siblingOf(
  deps: SiblingDeps,
  version: LoadedVersion,
  signal: AbortSignal,
): Promise<Sibling> {
  const { specSha256 } = version.task
  const { engineVersion } = deps.catalogue
  const key: Key = { specSha256, engineVersion, runtimeHash: deps.runtimeHash }
  const find = () => deps.db.smokeSibling.findUnique({ where: { specSha256_engineVersion_runtimeHash: key } })
  let row = await find()
  if (row === null) {
    const spec = await specOf(deps, version)
    if (spec === null) return { kind: 'none', reason: 'Its spec is not in this installation.' }
    await keep(deps, key, await make(deps, spec, specSha256, signal))
    row = await find()
  }
  if (row?.blob == null) return { kind: 'none', reason: row?.reason ?? 'It could not be made.' }
  return restore(deps, row.blob)
}
