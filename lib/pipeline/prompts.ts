import { type NamedPrompts, type PromptCatalogue, PromptVersion } from '#lib/domain/prompt-catalogue.ts'
import { MODEL_ROLES, type ModelRole, ROLES, type Role } from '#lib/domain/vocabulary.ts'
import { hashOf } from '#lib/pipeline/canonical.ts'

/** A prompt at one version: the standing instructions, and the question with its places. */
export type Prompt = { version: string; system: string; question: string; hash: string }
/** The prompt that each role plays with. */
export type PromptLibrary = Readonly<Record<Role, Prompt>>
/** Every version of every prompt, the newest first. */
export type PromptShelf = Readonly<Record<ModelRole, readonly [Prompt, ...Prompt[]]>>

const PLACE = /\{\{([a-zA-Z]+)\}\}/g

/**
 * Reads `<role>.<version>.md`: the system text, a line `=== question ===`, the question. The hash covers every byte,
 * so that an edited prompt is another prompt. Throws when a part is missing.
 */
export function parsePrompt(file: string, text: string): Prompt {
  const version = /\.(v[1-9]\d{0,3})\.md$/.exec(file)?.[1]
  const [system, question, ...more] = text.split(/^=== question ===$/m)
  if (!version || !system?.trim() || !question?.trim() || more.length > 0)
    throw new Error(`${file}: a prompt is <role>.v<number>.md with one line "=== question ==="`)
  return {
    version,
    system: system.trim(),
    question: question.trim(),
    hash: hashOf(new TextEncoder().encode(text)),
  }
}

/** All prompts. `files` gives the text of each file. Throws when a model role has none. */
export function readShelf(files: Readonly<Record<string, string>>): PromptShelf {
  const versionsOf = (role: ModelRole): readonly [Prompt, ...Prompt[]] => {
    const [newest, ...older] = Object.keys(files)
      .filter((file) => file.startsWith(`${role}.v`))
      .map((file) => parsePrompt(file, files[file] ?? ''))
      .sort((a, b) => Number(b.version.slice(1)) - Number(a.version.slice(1)))
    if (!newest) throw new Error(`there is no prompt for the role ${role}`)
    return [newest, ...older]
  }
  const [strategist, developer, engineer, writer, reviewer] = MODEL_ROLES
  return {
    [strategist]: versionsOf(strategist),
    [developer]: versionsOf(developer),
    [engineer]: versionsOf(engineer),
    [writer]: versionsOf(writer),
    [reviewer]: versionsOf(reviewer),
  }
}

/** A named version that this installation does not have. */
export class UnknownPrompt extends Error {
  constructor(role: Role, version: string) {
    super(`There is no prompt ${version} of the role ${role} here.`)
    this.name = 'UnknownPrompt'
  }
}

/** The prompts of a run: the named versions, else the newest. @throws UnknownPrompt. */
export function promptsOf(shelf: PromptShelf, named: NamedPrompts = {}): PromptLibrary {
  const chosen = (role: Role): Prompt => {
    const version = named[role]
    if (version === undefined) return shelf[role][0]
    const found = shelf[role].find((prompt) => prompt.version === version)
    if (!found) throw new UnknownPrompt(role, version)
    return found
  }
  const [strategist, developer, engineer, writer] = ROLES
  return {
    [strategist]: chosen(strategist),
    [developer]: chosen(developer),
    [engineer]: chosen(engineer),
    [writer]: chosen(writer),
  }
}

/** What a worker tells of its prompts. */
export const catalogueOf = (shelf: PromptShelf): PromptCatalogue =>
  Object.fromEntries(
    MODEL_ROLES.map((role) => [
      role,
      shelf[role].map(({ version, hash }) => ({ version: PromptVersion.parse(version), hash })),
    ]),
  )

/** Fills the places of a question in one pass, so that a value cannot open a place. Throws on a name without a value. */
export function fillPrompt(question: string, values: Readonly<Record<string, string>>): string {
  return question.replace(PLACE, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`the prompt has a place {{${name}}} and no value for it`)
    return value
  })
}

/** Names of the places of a question. */
export const placesOf = (question: string): string[] => [
  ...new Set([...question.matchAll(PLACE)].map((m) => m[1] ?? '')),
]

/**
 * Text of strangers between marks that it cannot contain: the mark is drawn from the text's own hash. The standing
 * instructions say that whatever stands between such marks is data.
 */
export function fenced(label: string, text: string): string {
  const mark = hashOf(new TextEncoder().encode(`${label}\n${text}`)).slice(0, 16)
  return `<<<DATA ${label} ${mark}\n${text}\nDATA ${mark}>>>`
}
