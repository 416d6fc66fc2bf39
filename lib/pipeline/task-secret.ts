import { canonicalJson, hashOf } from '#lib/pipeline/canonical.ts'

/** The line of a generator that holds the task's secret, the engine's and a model's alike: `SECRET = [1, 2, 3, 4]`. */
const LINE_START = 'SECRET = ['
const LINE_END = ']'
const WORD = 8

/** The secret as generators have it: four 32-bit numbers. */
export const wordsOf = (secret: string): number[] =>
  [0, 1, 2, 3].map((at) => Number.parseInt(secret.slice(at * WORD, (at + 1) * WORD), 16))

const isSecretLine = (line: string): boolean =>
  line.startsWith(LINE_START) && line.indexOf(LINE_END) === line.length - 1

/** A program with what stands between the brackets of its lines that hold a secret. */
export const withSecretLines = (program: string, words: string): string =>
  program
    .split('\n')
    .map((line) => (isSecretLine(line) ? `${LINE_START}${words}${LINE_END}` : line))
    .join('\n')

const secretLinesOf = (program: string): string[] =>
  program
    .split('\n')
    .filter(isSecretLine)
    .map((line) => line.slice(LINE_START.length, -LINE_END.length))

/** A generator under another secret; null where its secret does not appear in one line of its own. */
export function underSecret(generator: string, secret: string): string | null {
  if (secretLinesOf(generator).length !== 1) return null
  return withSecretLines(generator, wordsOf(secret).join(', '))
}

/** The secret of a generator; null where it is not to be read. */
export function secretIn(generator: string): string | null {
  const [line = '', ...more] = secretLinesOf(generator)
  const words = line.split(',').map((word) => word.trim())
  const isWhole =
    words.length === 4 && words.every((word) => /^\d{1,10}$/.test(word) && Number(word) < 2 ** 32)
  if (more.length > 0 || !isWhole) return null
  return words.map((word) => Number(word).toString(16).padStart(WORD, '0')).join('')
}

/**
 * A secret to try a model's work with. What a program says under it may go back to the model's provider, in whatever
 * notation: it follows from what the provider was told, and nothing of a task follows from it.
 */
export const trialSecretOf = (told: unknown): string => hashOf(canonicalJson({ trial: told })).slice(0, 32)
