import { z } from 'zod'
import type { SmokeEnvironment } from '#lib/contracts/smoke.ts'
import { type SmokeControl, siblingName } from '#lib/domain/training.ts'
import { encodeJson } from '#lib/pipeline/canonical.ts'
import { failureOf, jsonFile, runJob } from '#lib/pipeline/run-job.ts'
import type { FileBytes } from '#lib/pipeline/task-files.ts'
import { AgentFacts, featuresOf } from '#lib/training/smoke/features.ts'
import { shuffleLabels } from '#lib/training/smoke/shuffle-labels.ts'
import { type LoadedVersion, loadVersion, loadVersionFiles } from '#workers/candidate/load-version.ts'
import type { Deps } from '#workers/deps.ts'
import { isProgramFile, type LoadedEnvironment } from '#workers/smoke/loaded-environment.ts'
import { siblingOf } from '#workers/smoke/siblings.ts'

type Bare = Omit<LoadedEnvironment, 'features'>
const ANSWER = 'judge/answer.csv'
/** Siblings that are made at once: as many as there are cells on the smallest machine. */
const AT_ONCE = 2

async function ownEnvironment(deps: Deps, version: LoadedVersion): Promise<Bare> {
  const { task } = version
  const wanted = (path: string) => isProgramFile(path) || path === ANSWER
  const { [ANSWER]: answer, ...agent } = await loadVersionFiles(deps, version.manifest, wanted)
  if (answer === undefined) throw new Error(`${task.slug} has no ${ANSWER}`)
  const { slug, title, direction, thresholds } = task
  return { name: slug, split: 'train', title, shape: task, direction, thresholds, agent, answer }
}

async function siblingEnvironment(
  deps: Deps,
  version: LoadedVersion,
  signal: AbortSignal,
): Promise<Bare | { reason: string }> {
  const sibling = await siblingOf(deps, version, signal)
  if (sibling.kind === 'none') return { reason: sibling.reason }
  const { slug, title, direction } = version.task
  const { agent, answer, thresholds, submissionColumns } = sibling
  const shape = { ...version.task, submissionColumns }
  return { name: siblingName(slug), split: 'sibling', title, shape, direction, thresholds, agent, answer }
}

/** Facts that an agent sees, read by the engine from the agent's tables alone. */
async function withFeatures(
  deps: Pick<Deps, 'sandbox'>,
  bare: readonly Bare[],
  signal: AbortSignal,
): Promise<LoadedEnvironment[]> {
  const files: FileBytes = {}
  for (const [number, { agent }] of bare.entries())
    for (const [path, bytes] of Object.entries(agent))
      if (path.endsWith('.csv')) files[`t${number}/${path}`] = bytes
  const tasks = Object.fromEntries(bare.map(({ shape }, number) => [`t${number}`, shape.target]))
  const ran = await runJob(
    { sandbox: deps.sandbox, signal },
    {
      id: 'smoke-facts',
      role: 'engine',
      program: { kind: 'module', name: 'sandmle.grammar' },
      argv: ['--facts', 'tasks.json', '--out', 'facts.json'],
      files: { ...files, 'tasks.json': encodeJson(tasks) },
      collect: [{ path: 'facts.json', maxBytes: 1_000_000 }],
      limits: { wallMs: 120_000, cpuS: 60, diskMB: 512, inodes: 16_384 },
    },
  )
  if (ran.status !== 'ok') throw new Error(`The tables of the pack could not be read: ${failureOf(ran)}`)
  const facts = z.record(z.string(), AgentFacts).parse(jsonFile(ran, 'facts.json'))
  return bare.map((environment, number) => {
    const seen = facts[`t${number}`]
    if (seen === undefined) throw new Error(`No facts of ${environment.name}`)
    const { modality, task, metric } = environment.shape
    return { ...environment, features: featuresOf({ modality, task, metric, facts: seen }) }
  })
}

function shuffled(environment: Bare): Bare {
  const train = environment.agent['agent/train.csv']
  if (train === undefined) throw new Error(`${environment.name} has no train.csv`)
  return {
    ...environment,
    agent: { ...environment.agent, 'agent/train.csv': shuffleLabels(train, environment.shape.target) },
  }
}

export type LoadedPack = { environments: LoadedEnvironment[]; summaries: SmokeEnvironment[] }

/**
 * The environments of a pack and their siblings, ready to be solved. `onSibling` hears how many are looked at. With
 * shuffled labels the training tables of both carry no signal; the answers stay true.
 */
export async function loadEnvironments(
  deps: Deps,
  packId: string,
  control: SmokeControl,
  signal: AbortSignal,
  onSibling: () => Promise<void>,
): Promise<LoadedPack> {
  const entries = await deps.db.packEntry.findMany({
    where: { packId },
    select: { versionId: true },
    orderBy: { contentHash: 'asc' },
  })
  const versions = await Promise.all(entries.map(({ versionId }) => loadVersion(deps, versionId)))
  const own = await Promise.all(versions.map((version) => ownEnvironment(deps, version)))
  const siblings: (Bare | { reason: string })[] = new Array(versions.length)
  const waiting = [...versions.entries()]
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      signal.throwIfAborted()
      siblings[next[0]] = await siblingEnvironment(deps, next[1], signal)
      await onSibling()
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  const summaries = own.map(({ name, title, shape }, number): SmokeEnvironment => {
    const sibling = siblings[number]
    const withoutSibling = sibling && 'reason' in sibling ? sibling.reason : null
    return { slug: name, title, modality: shape.modality, withoutSibling }
  })
  const bare = [...own, ...siblings.flatMap((one) => ('reason' in one ? [] : [one]))]
  const ready = control === 'shuffled' ? bare.map(shuffled) : bare
  return { environments: await withFeatures(deps, ready, signal), summaries }
}
