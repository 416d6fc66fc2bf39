import { parseDocument } from 'yaml'
import type { ImportNote } from '#lib/contracts/imports.ts'
import { isRecord, leavesOf } from '#lib/domain/lenient-json.ts'
import type { LogFile } from '#lib/training/parsers/parsed-run.ts'
import { readAllText } from '#lib/training/parsers/read-lines.ts'

const BYTES = 2 ** 20
const ALIASES = 100
const LENGTH = 6000
const KEYS = 2000

const asText = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : (JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part)) ?? '')

/** W&B writes `{key: {desc, value}}`, and keeps its own facts under `_wandb`. */
function unwrapped(document: Record<string, unknown>): Record<string, unknown> {
  const out: [string, unknown][] = []
  for (const [key, entry] of Object.entries(document)) {
    if (key === '_wandb' || key === 'wandb_version') continue
    out.push([key, isRecord(entry) && Object.hasOwn(entry, 'value') ? entry.value : entry])
  }
  return Object.fromEntries(out)
}

/** Reads a `config.yaml` as flat configuration, nested keys joined by `/`; a note where it cannot be read. */
export async function readRunConfig(
  file: LogFile,
): Promise<{ config: Record<string, string>; note: ImportNote | null }> {
  const fail = (message: string) => ({
    config: {},
    note: { file: file.path, where: null, message, next: 'The curves are read without it.' },
  })
  const text = await readAllText(file.open(), BYTES)
  if (text === null) return fail('The configuration is larger than 1 MiB.')
  try {
    const document = parseDocument(text, { uniqueKeys: false, logLevel: 'silent' })
    if (document.errors.length > 0) return fail('The configuration is not YAML.')
    const value: unknown = document.toJS({ maxAliasCount: ALIASES })
    if (!isRecord(value)) return fail('The configuration is not a map.')
    const config: Record<string, string> = {}
    let left = KEYS
    for (const [key, leaf] of leavesOf(unwrapped(value))) {
      // Aliases make many leaves of little text.
      if (left-- === 0) break
      if (key.length <= 250) config[key] = asText(leaf).slice(0, LENGTH)
    }
    return { config, note: null }
  } catch {
    return fail('The configuration is not YAML.')
  }
}
