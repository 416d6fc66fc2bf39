import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  defaultAtSilver,
  distinctTiers,
  engineeredOf,
  ladderOf,
  median,
  mix,
  repeated,
  spreadOfRows,
  textsOf,
} from '#bench/varied-run/measures.ts'
import type { Dna } from '#lib/domain/artefacts/dna.ts'
import { GATES } from '#lib/domain/gates.ts'
import { LIKENESSES } from '#lib/domain/likeness.ts'
import { BUILTIN_PLAYERS } from '#lib/domain/player.ts'
import type { BlobStore } from '#lib/domain/ports/blob-store.ts'
import type { Sandbox } from '#lib/domain/ports/sandbox.ts'
import { programRuntime } from '#lib/domain/runtime.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { decodeText } from '#lib/pipeline/canonical.ts'
import { rolePlayers } from '#lib/pipeline/play-roles.ts'
import { type Order, type ProduceContext, produceTask, type StepRunner } from '#lib/pipeline/produce-task.ts'
import { promptsOf } from '#lib/pipeline/prompts.ts'
import { freezeTask } from '#lib/pipeline/roles/freeze.ts'
import { strategise } from '#lib/pipeline/strategist.ts'
import { type FileBytes, loadFiles } from '#lib/pipeline/task-files.ts'
import { gatherEvidence } from '#lib/pipeline/verify/execute.ts'
import { judgeCertificate, verdictOf } from '#lib/pipeline/verify/judge.ts'
import { restoreTrials } from '#lib/pipeline/verify/kept-trial.ts'
import { thresholdValues } from '#lib/pipeline/verify/measure-solutions.ts'
import { openSandbox } from '#lib/sandbox/open-sandbox.ts'
import { openBlobStore } from '#lib/storage/open-blob-store.ts'
import { readCatalogue } from '#workers/maintenance/read-catalogue.ts'
import { loadPrompts } from '#workers/models/load-prompts.ts'
import { BUNDLED, readSeedFolder, SEEDS } from '#workers/seed-folder.fixture.ts'
import { TRIALS } from '#workers/tunables.ts'

/**
 * What a run over all bundled seeds yields: each candidate is planned, composed, calibrated, told, frozen and certified
 * in full, as a worker does it, without a database. Prints a line of JSON a candidate, then one for the run.
 * `--seeds` names those that take part, `--files` a folder that keeps the files of each candidate, to be read. `--plans` only plans, in seconds, and tells how many tasks are more than a single rule.
 */
const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '60' },
    from: { type: 'string', default: '0' },
    'run-seed': { type: 'string', default: '5' },
    likeness: { type: 'string', default: 'varied' },
    seeds: { type: 'string', default: BUNDLED.join() },
    files: { type: 'string' },
    plans: { type: 'boolean', default: false },
  },
})
const likeness = LIKENESSES.find((one) => one === options.likeness)
if (likeness === undefined) throw new Error(`--likeness is one of ${LIKENESSES.join(', ')}`)
const runSeed = Number(options['run-seed'])
const first = Number(options.from)
const print = (line: unknown) => process.stdout.write(`${JSON.stringify(line)}\n`)

/** Outputs of roles by role and attempt, as the database keeps them. */
function steps(refused: string[]): StepRunner {
  const kept = new Map<string, unknown>()
  return {
    async run({ role, repair, output }, work) {
      const key = `${role} ${repair}`
      if (!kept.has(key)) kept.set(key, await work())
      return output.parse(kept.get(key))
    },
    editedIn: async () => [],
    repaired: async (_repair, _from, { reason, message }) => void refused.push(`${reason}: ${message}`),
  }
}

/** Counts the processor time of every job that a sandbox runs. */
function metered(sandbox: Sandbox) {
  const spent = { ms: 0 }
  const run: Sandbox['run'] = async (job, signal) => {
    const result = await sandbox.run(job, signal)
    spent.ms += result.usage.cpuMs
    return result
  }
  return { sandbox: { ...sandbox, run }, spent }
}

type World = Omit<ProduceContext, 'steps' | 'findDuplicate' | 'sandbox'> & {
  sandbox: Sandbox
  blobs: BlobStore
}

async function keep(candidate: string, files: FileBytes): Promise<void> {
  if (options.files === undefined) return
  for (const [path, bytes] of Object.entries(files)) {
    const at = join(options.files, candidate, path)
    await mkdir(dirname(at), { recursive: true })
    await writeFile(at, bytes)
  }
}

/** One candidate from its seed to its certificate. */
async function make(world: World, order: Order, slug: string) {
  const refused: string[] = []
  const { sandbox, spent } = metered(world.sandbox)
  const context = { ...world, sandbox, steps: steps(refused), findDuplicate: async () => null }
  const product = await produceTask(context, order)
  const madeS = spent.ms / 1000
  const told = { ordinal: order.ordinal, seed: slug, attempts: refused.length + 1, refused, madeS }
  if (product.kind !== 'produced') return { ...told, end: product }
  const { spec, facts, files, calibration } = product
  if (sandbox.capabilities.kind !== 'available') throw new Error('no sandbox')
  const { runtimeHash } = sandbox.capabilities
  const { dna, catalogue } = order
  const { engineVersion } = catalogue
  const frozen = freezeTask({
    ...{ spec, facts, files, dna, catalogue, likeness: order.likeness, runtimeHash },
    thresholds: calibration.thresholds,
    runtime: programRuntime(sandbox.capabilities),
    seedHash: 'a'.repeat(64),
    roles: rolePlayers(world.assignment, engineVersion),
  })
  const bytes: FileBytes = {
    ...(await loadFiles(world.blobs, files, () => true)),
    'task.json': frozen.taskBytes,
  }
  await keep(`${order.ordinal}-${slug}`, bytes)
  const known = await restoreTrials(world.blobs, calibration)
  const before = spent.ms
  const evidence = await gatherEvidence(
    { sandbox, engineVersion, parallel: TRIALS, known },
    { task: frozen.task, manifest: frozen.manifest, files: bytes },
    'full',
  )
  const outcomes = judgeCertificate(evidence, 'full')
  const failed = outcomes
    .filter(({ verdict }) => verdict !== 'passed')
    .map(({ gate, checks }) => `${GATES[gate].title}: ${checks.find((check) => !check.passed)?.message}`)
  // The ladder was climbed while the thresholds were set: a certificate alone would pay for it.
  const certifiedS = (spent.ms - before + (known[0]?.usage.cpuMs ?? 0)) / 1000
  return {
    ...told,
    end: { kind: verdictOf(outcomes) },
    failed,
    certifiedS,
    ...mix(spec),
    rows: spec.rows,
    tiers: distinctTiers(frozen.task, calibration.scores),
    respaced: calibration.respaced,
    defaultAtSilver: defaultAtSilver(frozen.task, evidence),
    ladder: ladderOf(evidence),
    engineered: engineeredOf(frozen.task, evidence),
    thresholds: thresholdValues(frozen.task),
    texts: textsOf(decodeText(bytes['agent/description.md'] ?? new Uint8Array())),
  }
}

const secretOf = (ordinal: number, slug: string) =>
  createHash('sha256').update(`${runSeed}/${ordinal}/${slug}`).digest('hex').slice(0, 32)

function orderOf(dna: Dna, slug: string, ordinal: number, catalogue: Order['catalogue']): Order {
  const secret = secretOf(ordinal, slug)
  return {
    dna,
    seedText: '',
    runSeed,
    ordinal,
    likeness: likeness ?? 'varied',
    secret,
    catalogue,
    domains: DOMAINS,
  }
}

const home = await mkdtemp(join(tmpdir(), 'varied-run-'))
const sandbox = await openSandbox({
  pythonDir: join(import.meta.dirname, '../python'),
  interpreter: process.env.SANDMLE_PYTHON ?? '/usr/bin/python3',
  homeDir: join(home, 'sandbox'),
  pool: TRIALS,
})
try {
  const catalogue = await readCatalogue(sandbox)
  const seeds = await Promise.all(
    options.seeds
      .split(',')
      .map(async (slug) => ({ slug, dna: (await readSeedFolder(join(SEEDS, slug), slug)).dna })),
  )
  const ordinals = Array.from({ length: Number(options.count) }, (_, at) => first + at)
  const orders = ordinals.flatMap((ordinal) => {
    const seed = seeds[ordinal % seeds.length]
    return seed === undefined ? [] : [{ ...seed, order: orderOf(seed.dna, seed.slug, ordinal, catalogue) }]
  })
  if (options.plans) {
    const specs = orders.map(({ dna, order }) =>
      strategise(dna, catalogue, DOMAINS, { ...order, reasons: [] }),
    )
    const plans = specs.map(mix)
    const poor = plans.filter(({ rich }) => !rich)
    print({
      runSeed,
      plans: plans.length,
      rich: 1 - poor.length / plans.length,
      rows: spreadOfRows(specs.map(({ rows }) => rows)),
      poor,
    })
  } else {
    const assignment = {
      players: BUILTIN_PLAYERS,
      models: { ask: () => Promise.reject(new Error('no model plays')) },
    }
    const prompts = promptsOf(await loadPrompts())
    const made: Awaited<ReturnType<typeof make>>[] = []
    for (const { slug, order } of orders) {
      const blobs = openBlobStore(join(home, 'blobs'))
      const one = await make({ sandbox, blobs, assignment: { ...assignment, prompts } }, order, slug)
      made.push(one)
      print(one)
    }
    const verified = made.flatMap((one) => ('texts' in one && one.end.kind === 'verified' ? [one] : []))
    const tiers = verified.flatMap((one) => Object.values(one.tiers))
    print({
      run: { runSeed, likeness, candidates: made.length },
      yield: verified.length / made.length,
      firstAttempt: verified.filter(({ attempts }) => attempts === 1).length / made.length,
      rich: verified.filter(({ rich }) => rich).length / verified.length,
      certifiedS: median(verified.map((one) => one.certifiedS)),
      candidateS: median(verified.map((one) => one.madeS + one.certifiedS)),
      distinctTiers: tiers.filter(Boolean).length / tiers.length,
      allDistinct: verified.filter((one) => Object.values(one.tiers).every(Boolean)).length / verified.length,
      rows: spreadOfRows(verified.map(({ rows }) => rows)),
      defaultAtSilver: verified.filter((one) => one.defaultAtSilver.length > 0).length,
      repeated: repeated(verified.map(({ texts }) => texts)),
    })
  }
} finally {
  await sandbox.close()
  await rm(home, { recursive: true, force: true })
}
