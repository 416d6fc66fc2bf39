import { formatBytes } from '#components/patterns/format.ts'

export type FileRules = {
  /** Endings of names that are taken, separated by commas, as an input's `accept` has them. */
  accept?: string
  maxBytes?: number
  multiple?: boolean
  /** What else its content must be: why it is refused, or null. */
  check?: (file: File) => Promise<string | null>
}

const endsWithOne = (name: string, endings: readonly string[]) =>
  endings.some((ending) => name.toLowerCase().endsWith(ending))

async function refusalOf(file: File, { accept, maxBytes, check }: FileRules): Promise<string | null> {
  const endings = (accept ?? '').split(',').filter((one) => one.startsWith('.'))
  // A file that is dropped passes by the browser's own choice of endings.
  if (endings.length > 0 && !endsWithOne(file.name, endings))
    return `${file.name} does not end in ${endings.join(' or ')}.`
  if (file.size === 0) return `${file.name} is empty.`
  if (maxBytes !== undefined && file.size > maxBytes)
    return `${file.name} is larger than ${formatBytes(maxBytes)}.`
  return (await check?.(file)) ?? null
}

/** Divides chosen files into those that are taken, in their order, and a sentence for each that is not. */
export async function sortFiles(files: readonly File[], rules: FileRules) {
  const judged = await Promise.all(
    files.map(async (file) => ({ file, refusal: await refusalOf(file, rules) })),
  )
  const good = judged.filter(({ refusal }) => refusal === null).map(({ file }) => file)
  const taken = rules.multiple ? good : good.slice(0, 1)
  const refusals = judged.map(({ refusal }) => refusal).filter((refusal) => refusal !== null)
  const left = good.slice(taken.length).map(({ name }) => `${name} was left: this takes one file at a time.`)
  return { taken, refusals: [...refusals, ...left] }
}
