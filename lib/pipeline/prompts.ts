import { ROLES, type Role } from '#lib/domain/vocabulary.ts'
import { hashOf } from '#lib/pipeline/canonical.ts'

/** A role's prompt at one version: the standing instructions, and the question with its places. */
export type Prompt = { version: string; system: string; question: string; hash: string }
export type PromptLibrary = Readonly<Record<Role, Prompt>>

const PLACE = /\{\{([a-zA-Z]+)\}\}/g

/**
 * Reads `<role>.<version>.md`: the system text, a line `=== question ===`, the question. The hash covers every byte,
 * so that an edited prompt is another prompt. Throws when a part is missing.
 */
export function parsePrompt(file: string, text: string): Prompt {
  const version = /\.(v\d+)\.md$/.exec(file)?.[1]
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

/** The newest version of every role's prompt. `read` gives the text of each file. */
export function readPrompts(files: Readonly<Record<string, string>>): PromptLibrary {
  const newest = (role: Role): Prompt => {
    const versions = Object.keys(files)
      .filter((file) => file.startsWith(`${role}.v`))
      .map((file) => parsePrompt(file, files[file] ?? ''))
      .sort((a, b) => Number(b.version.slice(1)) - Number(a.version.slice(1)))
    const prompt = versions[0]
    if (!prompt) throw new Error(`there is no prompt for the role ${role}`)
    return prompt
  }
  const [strategist, developer, engineer, writer] = ROLES
  return {
    [strategist]: newest(strategist),
    [developer]: newest(developer),
    [engineer]: newest(engineer),
    [writer]: newest(writer),
  }
}

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
