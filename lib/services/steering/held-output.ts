import { z } from 'zod'
import { Spec } from '#lib/domain/artefacts/spec.ts'
import { editableBy, GENERATOR } from '#lib/domain/editable.ts'
import { AppError, invalid, notFound } from '#lib/domain/errors.ts'
import { stored } from '#lib/domain/parse.ts'
import type { BlobStore } from '#lib/domain/ports/blob-store.ts'
import type { Role } from '#lib/domain/vocabulary.ts'
import { sha256 } from '#lib/packs/digest.ts'
import { doubledKey } from '#lib/packs/doubled-key.ts'

/** The plan of a candidate, as people read it. */
export const SPEC_FILE = 'spec.json'

const FileRef = z.object({ sha256: z.string(), bytes: z.int() })
/** The output of a role that writes files; what else it says stays as it is. */
const FilesOutput = z.looseObject({
  kind: z.enum(['built', 'edited', 'calibrated', 'written']),
  files: z.record(z.string(), FileRef),
})
type FilesOutput = z.infer<typeof FilesOutput>

/** What a step produced, as far as a person may change it. */
export type HeldOutput = { kind: 'spec'; spec: Spec } | { kind: 'files'; role: Role; output: FilesOutput }
export type Stored = { sha256: string; bytes: number }

/** A spec as people edit it: the secret that keys the data is never shown and never changed. */
const SpecText = Spec.omit({ secret: true })

export async function readOutput(blobs: BlobStore, role: Role, blob: string): Promise<HeldOutput> {
  const value: unknown = JSON.parse(new TextDecoder().decode(await blobs.get(blob)))
  if (role === 'data-strategist')
    return { kind: 'spec', spec: stored(Spec, value, `output ${blob} of the data strategist`) }
  return { kind: 'files', role, output: stored(FilesOutput, value, `output ${blob} of the role ${role}`) }
}

/** The files that may be edited, the program that decides most first. */
export function editableFiles(held: HeldOutput): string[] {
  if (held.kind === 'spec') return [SPEC_FILE]
  const files = Object.keys(held.output.files).filter((path) => editableBy(held.role, path))
  return files.sort((a, b) => Number(b === GENERATOR) - Number(a === GENERATOR) || (a < b ? -1 : 1))
}

/** A file's text. @throws not-found for a file that is not there to be edited. */
export async function textOf(blobs: BlobStore, held: HeldOutput, file: string): Promise<string> {
  if (!editableFiles(held).includes(file)) throw notFound('artefact', file)
  if (held.kind === 'spec')
    return `${JSON.stringify(stored(SpecText, withoutSecret(held.spec), 'a spec without its secret'), null, 2)}\n`
  return new TextDecoder().decode(await blobs.get(held.output.files[file]?.sha256 ?? ''))
}

const withoutSecret = ({ secret: _, ...rest }: Spec) => rest

/** A JSON parser silently keeps the last of two entries with the same name, and the first may be the one that was meant. */
function refuseDoubled(content: string): void {
  const doubled = doubledKey(content)
  if (doubled !== null)
    throw invalid(`spec.json, line ${doubled.line}: ${doubled.name} appears twice. Keep only one of them.`)
}

function parseSpec(content: string): Omit<Spec, 'secret'> {
  let value: unknown
  try {
    value = JSON.parse(content)
  } catch (error) {
    throw invalid(`spec.json is not JSON: ${error instanceof Error ? error.message : 'it cannot be read'}.`)
  }
  const parsed = SpecText.safeParse(value)
  if (parsed.success) {
    refuseDoubled(content)
    return parsed.data
  }
  const fields: Record<string, string[]> = {}
  for (const { path, message } of parsed.error.issues) {
    const name = path.join('.') || 'spec'
    fields[name] = [...(fields[name] ?? []), message]
  }
  const wrong = Object.entries(fields).map(([name, messages]) => `${name} ${messages.join(', ')}`)
  throw invalid(`spec.json is not a spec: ${wrong.join('; ')}.`, { fields })
}

/** Stores the output with one file changed; `stored` are the blobs that it adds, the output's own last. */
export async function storeEdit(
  blobs: BlobStore,
  held: HeldOutput,
  file: string,
  content: string,
): Promise<{ output: Stored; stored: Stored[] }> {
  const put = (text: string) => blobs.put(new TextEncoder().encode(text))
  if (held.kind === 'spec') {
    const output = await put(`${JSON.stringify({ ...parseSpec(content), secret: held.spec.secret })}\n`)
    return { output, stored: [output] }
  }
  const changed = await put(content)
  // Data of another generator is not its data: a worker makes it again.
  const kind = file === GENERATOR ? 'edited' : held.output.kind
  const output = await put(
    `${JSON.stringify({ ...held.output, kind, files: { ...held.output.files, [file]: changed } })}\n`,
  )
  return { output, stored: [changed, output] }
}

export const textHash = (text: string): string => sha256(text)

/** For a row that a worker wrote and nobody can read. */
export const unreadable = (what: string) => new AppError('internal', `${what} has no output to edit.`)
