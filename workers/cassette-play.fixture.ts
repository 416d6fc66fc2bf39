import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Catalogue } from '#lib/domain/artefacts/catalogue.ts'
import type { Dna } from '#lib/domain/artefacts/dna.ts'
import type { GateOutcome } from '#lib/domain/gates.ts'
import type { Likeness } from '#lib/domain/likeness.ts'
import { BUILTIN_PLAYERS, type ModelPlayer, type Players } from '#lib/domain/player.ts'
import type { BlobStore } from '#lib/domain/ports/blob-store.ts'
import type { LanguageModel, ModelConnection } from '#lib/domain/ports/language-model.ts'
import type { RoleModel } from '#lib/domain/ports/role-model.ts'
import type { Sandbox } from '#lib/domain/ports/sandbox.ts'
import { programRuntime } from '#lib/domain/runtime.ts'
import { type CertificateKind, type ModelRole, ROLES, type Role } from '#lib/domain/vocabulary.ts'
import { openLanguageModel } from '#lib/llm/open-language-model.ts'
import { loadCassette } from '#lib/llm/scripted-provider/cassette.ts'
import { type ScriptedProvider, startScriptedProvider } from '#lib/llm/scripted-provider/scripted-provider.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { rolePlayers } from '#lib/pipeline/play-roles.ts'
import {
  type Order,
  type ProduceContext,
  type Produced,
  produceTask,
  type StepRunner,
} from '#lib/pipeline/produce-task.ts'
import { type PromptLibrary, promptsOf } from '#lib/pipeline/prompts.ts'
import { freezeTask } from '#lib/pipeline/roles/freeze.ts'
import { loadFiles } from '#lib/pipeline/task-files.ts'
import { gatherEvidence } from '#lib/pipeline/verify/execute.ts'
import { judgeCertificate } from '#lib/pipeline/verify/judge.ts'
import { restoreTrials } from '#lib/pipeline/verify/kept-trial.ts'
import { openSandbox } from '#lib/sandbox/open-sandbox.ts'
import { openBlobStore } from '#lib/storage/open-blob-store.ts'
import { readCatalogue } from '#workers/maintenance/read-catalogue.ts'
import { loadPrompts } from '#workers/models/load-prompts.ts'
import { questionOf } from '#workers/models/question.ts'
import { readSeedFolder, SEEDS } from '#workers/seed-folder.fixture.ts'

export const CASSETTES = fileURLToPath(new URL('../lib/llm/scripted-provider/cassettes', import.meta.url))

/** A worker's world without its database: the real sandbox, the real adapter, a scripted provider over HTTP. */
export type Stage = {
  sandbox: Sandbox
  catalogue: Catalogue
  blobs: BlobStore
  prompts: PromptLibrary
  provider: ScriptedProvider
  languageModel: LanguageModel
  close: () => Promise<void>
}

export async function openStage(cassettes = CASSETTES): Promise<Stage> {
  const home = await mkdtemp(join(tmpdir(), 'cassettes-'))
  const sandbox = await openSandbox({
    pythonDir: fileURLToPath(new URL('../python', import.meta.url)),
    interpreter: process.env.SANDMLE_PYTHON ?? '/usr/bin/python3',
    homeDir: home,
    pool: 2,
  })
  const provider = await startScriptedProvider({ port: 0, cassettes, log: null })
  return {
    sandbox,
    catalogue: await readCatalogue(sandbox),
    blobs: openBlobStore(join(home, 'blobs')),
    prompts: promptsOf(await loadPrompts()),
    provider,
    languageModel: openLanguageModel(),
    close: async () => {
      await provider.close()
      await sandbox.close()
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** The seed of a cassette as an upload is read: the cassette's own folder `seed`, else the bundled seed of its slug. */
export async function readSeedOf(cassette: string): Promise<{ dna: Dna; seedText: string }> {
  const own = join(CASSETTES, cassette, 'seed')
  const { seed: slug } = await loadCassette(CASSETTES, cassette)
  const folder = existsSync(own) ? own : join(SEEDS, slug)
  const { dna, seed } = await readSeedFolder(folder, slug)
  return { dna, seedText: seed.description }
}

/** Who plays: the cassette in the named roles, the engine in the others. */
export function cassettePlayers(cassette: string, roles: readonly Role[] = ROLES): Players {
  const player: ModelPlayer = {
    kind: 'model',
    connectionId: '01a208d2-be60-74ab-9b5c-6f53eba29461',
    model: cassette,
    temperature: null,
    maxOutputTokens: 16_000,
  }
  const played = roles.map((role): [Role, ModelPlayer] => [role, player])
  return { ...BUILTIN_PLAYERS, ...Object.fromEntries(played) }
}

export type Asked = { role: ModelRole; repair: number; turn: number }

/** Asks the provider as a worker does, but keeps nothing but what was asked. A fault ends the play. */
function askingModel(stage: Stage, asked: Asked[]): RoleModel {
  const connection: ModelConnection = {
    kind: 'openai-compatible',
    baseUrl: stage.provider.baseUrl,
    apiKey: null,
    structuredOutput: 'json-schema',
    allowPrivateAddresses: true,
  }
  return {
    async ask(ask) {
      const { role, repair, turn, player, system, messages, schema } = ask
      asked.push({ role, repair, turn })
      const { model, temperature, maxOutputTokens } = player
      const { trace } = questionOf(ask, { runSeed: 1, ordinal: 0 })
      const request = { model, temperature, maxOutputTokens, system, messages, schema, trace }
      const reply = await stage.languageModel.complete(
        { ...request, connection, timeoutMs: 30_000 },
        new AbortController().signal,
      )
      if (reply.kind === 'fault') throw new Error(`${model} as ${role}: ${reply.message}`)
      return { text: reply.text, finishReason: reply.finishReason, exchangeId: `exchange-${asked.length}` }
    },
  }
}

export type Play = {
  produced: Produced
  asked: Asked[]
  /** Why attempts were refused, in words. */
  refused: string[]
  /** Provenance of a task made by this role assignment. */
  roles: ReturnType<typeof rolePlayers>
}

/** Has a task produced by a role assignment, as a worker would. */
export async function playAssignment(
  stage: Stage,
  players: Players,
  order: Pick<Order, 'dna' | 'seedText' | 'secret'> & Partial<Order>,
): Promise<Play> {
  const { sandbox, blobs, catalogue, prompts } = stage
  const asked: Asked[] = []
  const refused: string[] = []
  const steps: StepRunner = {
    run: (_, work) => work(),
    editedIn: async () => [],
    repaired: async (_, __, { reason, message }) => void refused.push(`${reason}: ${message}`),
  }
  const assignment = { players, models: askingModel(stage, asked), prompts }
  const context: ProduceContext = { sandbox, blobs, steps, assignment, findDuplicate: async () => null }
  const whole: Order = { runSeed: 1, ordinal: 0, likeness: 'varied', catalogue, domains: DOMAINS, ...order }
  const produced = await produceTask(context, whole)
  return { produced, asked, refused, roles: rolePlayers(assignment, catalogue.engineVersion) }
}

/** Freezes what was produced and runs its certificate. Throws with the reason where nothing was produced. */
export async function certify(
  stage: Stage,
  { produced, roles }: Play,
  dna: Dna,
  kind: CertificateKind,
  likeness: Likeness = 'varied',
): Promise<GateOutcome[]> {
  const { sandbox, blobs, catalogue } = stage
  if (produced.kind !== 'produced') throw new Error(`nothing was produced: ${JSON.stringify(produced)}`)
  if (sandbox.capabilities.kind !== 'available') throw new Error('there is no sandbox')
  const { spec, facts, files, calibration } = produced
  const { thresholds } = calibration
  const { runtimeHash } = sandbox.capabilities
  const seedHash = 'a'.repeat(64)
  const runtime = programRuntime(sandbox.capabilities)
  const task = { spec, dna, likeness, roles, facts, thresholds, catalogue, seedHash, files }
  const frozen = freezeTask({ ...task, runtimeHash, runtime })
  const bytes = { ...(await loadFiles(blobs, files, () => true)), 'task.json': frozen.taskBytes }
  const version = { task: frozen.task, manifest: frozen.manifest, files: bytes }
  const known = await restoreTrials(blobs, calibration)
  const { engineVersion } = catalogue
  const evidence = await gatherEvidence({ sandbox, engineVersion, parallel: 2, known }, version, kind)
  return judgeCertificate(evidence, kind)
}

/** The checks that failed, in words. */
export const failuresOf = (outcomes: readonly GateOutcome[]): string[] =>
  outcomes.flatMap(({ gate, checks }) =>
    checks.filter((check) => !check.passed).map(({ id, message }) => `${gate}/${id}: ${message}`),
  )
