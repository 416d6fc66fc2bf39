import { readdir, readFile } from 'node:fs/promises'
import { type PromptShelf, readShelf } from '#lib/pipeline/prompts.ts'

const FOLDER = new URL('../../lib/pipeline/prompts/', import.meta.url)

/** The prompts that ship with the product, read once. */
export async function loadPrompts(): Promise<PromptShelf> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.md'))
  const texts = await Promise.all(
    names.map(async (name) => [name, await readFile(new URL(name, FOLDER), 'utf8')] as const),
  )
  return readShelf(Object.fromEntries(texts))
}
