import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { BUILTIN_PLAYERS, MAX_TURNS } from '#lib/domain/player.ts'
import type { RoleModel } from '#lib/domain/ports/role-model.ts'
import { openLanguageModel } from '#lib/llm/open-language-model.ts'
import { startScriptedProvider } from '#lib/llm/scripted-provider/scripted-provider.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { produceTask, type StepRunner } from '#lib/pipeline/produce-task.ts'
import { promptsOf } from '#lib/pipeline/prompts.ts'
import { openBlobStore } from '#lib/storage/open-blob-store.ts'
import { loadPrompts } from '#workers/models/load-prompts.ts'
import { questionOf } from '#workers/models/question.ts'
import { sandboxDouble } from '#workers/sandbox-double.fixture.ts'

const CASSETTES = fileURLToPath(new URL('../lib/llm/scripted-provider/fixtures', import.meta.url))

/** Has a task made whose technical writer is a cassette of the scripted provider; notes who worked and who was asked. */
async function produceBy(cassette: string) {
  const dir = await mkdtemp(join(tmpdir(), 'weak-role-'))
  const provider = await startScriptedProvider({ port: 0, cassettes: CASSETTES, log: null })
  onTestFinished(async () => {
    await provider.close()
    await rm(dir, { recursive: true, force: true })
  })
  const languageModel = openLanguageModel()
  const asked: string[] = []
  const models: RoleModel = {
    async ask(ask) {
      asked.push(`${ask.repair}/${ask.turn}`)
      const connection = {
        kind: 'openai-compatible',
        baseUrl: provider.baseUrl,
        apiKey: null,
        structuredOutput: 'json-schema',
        allowPrivateAddresses: true,
      } as const
      const { trace } = questionOf(ask, { runSeed: 1, ordinal: 0 })
      const { system, messages, schema } = ask
      const { model, temperature, maxOutputTokens } = ask.player
      const question = { connection, model, temperature, maxOutputTokens, system, messages, schema, trace }
      const { signal } = new AbortController()
      const reply = await languageModel.complete({ ...question, timeoutMs: 30_000 }, signal)
      if (reply.kind === 'fault') throw new Error(reply.message)
      return { text: reply.text, finishReason: reply.finishReason, exchangeId: `e${asked.length}` }
    },
  }
  // Outputs are kept by role and attempt, as the database keeps them.
  const kept = new Map<string, unknown>()
  const worked: string[] = []
  const steps: StepRunner = {
    async run({ role, repair, output }, work) {
      const key = `${role} ${repair}`
      if (!kept.has(key)) {
        worked.push(key)
        kept.set(key, await work())
      }
      return output.parse(kept.get(key))
    },
    editedIn: async () => [],
    repaired: async (repair, from) => void worked.push(`again ${repair} from ${from}`),
  }
  const player = { kind: 'model', connectionId: '01a208d2-be60-74ab-9b5c-6f53eba29461' } as const
  const writer = { ...player, model: cassette, temperature: null, maxOutputTokens: 16_000 }
  const assignment = {
    players: { ...BUILTIN_PLAYERS, 'technical-writer': writer },
    models,
    prompts: promptsOf(await loadPrompts()),
  }
  const produced = await produceTask(
    {
      sandbox: sandboxDouble(),
      blobs: openBlobStore(dir),
      steps,
      assignment,
      findDuplicate: async () => null,
    },
    {
      dna: makeDna(),
      seedText: 'Bees.',
      runSeed: 7,
      ordinal: 100,
      likeness: 'varied',
      secret: 'a'.repeat(32),
      catalogue: CATALOGUE,
      domains: DOMAINS,
    },
  )
  return { produced, asked, worked }
}

const FIRST = ['data-strategist 0', 'ml-developer 0', 'mlops-engineer 0', 'technical-writer 0']
const turnsOf = (repair: number) => Array.from({ length: MAX_TURNS }, (_, turn) => `${repair}/${turn}`)

test('a technical writer that fails once is asked again, and nobody before it works again', async () => {
  const { produced, asked, worked } = await produceBy('late-writer')
  expect(produced).toMatchObject({ kind: 'produced' })
  expect(worked).toEqual([...FIRST, 'again 1 from technical-writer', 'technical-writer 1'])
  expect(asked).toEqual([...turnsOf(0), '1/0'])
})

test('two equal failures end the candidate with the reason', async () => {
  const { produced, asked, worked } = await produceBy('tiny-churn')
  expect(produced).toEqual({
    kind: 'rejected',
    reason: 'no-usable-answer',
    message: expect.stringMatching(/^Technical writer, attempts 1 and 2 ended in the same way/),
  })
  expect(worked).toEqual([...FIRST, 'again 1 from technical-writer', 'technical-writer 1'])
  expect(asked).toEqual([...turnsOf(0), ...turnsOf(1)])
})
