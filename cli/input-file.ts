import { readFile, stat, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Call } from '#cli/command.ts'
import { usageFailure } from '#cli/failure.ts'

/** The bytes of a file that the user named; a missing, foreign or too large one is a usage failure. */
export async function inputFile(call: Call, name: string, maxBytes: number): Promise<Buffer> {
  const path = resolve(call.around.cwd, name)
  let facts: Awaited<ReturnType<typeof stat>>
  try {
    facts = await stat(path)
  } catch {
    throw usageFailure('There is no such file.', path, 'Check the path.')
  }
  if (facts.isDirectory())
    throw usageFailure('This is a folder, not a file.', path, 'Name a file; pack a folder as .zip first.')
  if (facts.size > maxBytes)
    throw usageFailure(
      `The file has ${facts.size} bytes; at most ${maxBytes} are taken.`,
      path,
      'Use a smaller file.',
    )
  try {
    return await readFile(path)
  } catch (error) {
    throw usageFailure(`The file cannot be read: ${String(error)}`, path, 'Check its rights.')
  }
}

/** The text of bytes that must be UTF-8: anything else would be stored as other characters than the file has. */
export function utf8Of(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw usageFailure('This file is not UTF-8 text.', name, 'Only programs, statements and JSON are edited.')
  }
}

/** Writes what a command brings into a new file; one that is there stays. Gives its whole path. */
export async function outputFile(call: Call, name: string, content: Uint8Array): Promise<string> {
  const path = resolve(call.around.cwd, name)
  await writeFile(path, content, { flag: 'wx' }).catch((error: unknown) => {
    throw usageFailure(`The file cannot be written: ${String(error)}`, path, 'Name a new file with --out.')
  })
  return path
}

/** Items of `a,b,c`. */
export const commaList = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')

/** An integer option; undefined when it is not given. */
export function integerOption(call: Call, name: string, from: number, to: number): number | undefined {
  const text = call.text(name)
  if (text === undefined) return undefined
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < from || value > to)
    throw usageFailure(`"${text}" is not a whole number from ${from} to ${to}.`, `--${name}`)
  return value
}

/** An option with a closed list of values. */
export function choiceOption<const T extends readonly string[]>(
  call: Call,
  name: string,
  values: T,
): T[number] | undefined {
  const text = call.text(name)
  if (text === undefined) return undefined
  const found = values.find((value) => value === text)
  if (found === undefined) throw usageFailure(`"${text}" is not one of ${values.join(', ')}.`, `--${name}`)
  return found
}

/** The same of an option that must be given. */
export function requiredChoice<const T extends readonly string[]>(
  call: Call,
  name: string,
  values: T,
): T[number] {
  const found = choiceOption(call, name, values)
  if (found === undefined) throw usageFailure(`--${name} is missing.`, `--${name}`)
  return found
}
