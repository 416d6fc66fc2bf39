import type { LanguageModel } from '#lib/domain/ports/language-model.ts'
import type { PromptShelf } from '#lib/pipeline/prompts.ts'
import type { Deps } from '#workers/deps.ts'

const refuse = (): never => {
  throw new Error('no model plays in this test')
}
const languageModel: LanguageModel = { complete: async () => refuse(), listModels: async () => refuse() }
const prompt = { version: 'v1', system: 's', question: 'q', hash: 'h' }
const prompts: PromptShelf = {
  'data-strategist': [prompt],
  'ml-developer': [prompt],
  'mlops-engineer': [prompt],
  'technical-writer': [prompt],
  reviewer: [prompt],
}

/** The part of a worker's world that only models need, for tests in which none plays: a call fails. */
export const NO_MODELS: Pick<Deps, 'languageModel' | 'secrets' | 'prompts'> = {
  languageModel,
  prompts,
  secrets: { seal: async () => refuse(), open: async () => refuse() },
}
