import { createHash } from 'node:crypto'
import { storable } from '#lib/domain/text.ts'

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

function sorted(value: unknown): Json {
  if (Array.isArray(value)) return value.map(sorted)
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, item]) => [key, sorted(item)]),
    )
  return value as Json
}

/** JSON with sorted keys, two spaces and a final newline: equal values have equal bytes. */
export const canonicalJson = (value: unknown): string => `${JSON.stringify(sorted(value), null, 2)}\n`
export const encodeJson = (value: unknown): Uint8Array => new TextEncoder().encode(canonicalJson(value))
/** Bytes of a file as text that can be stored: a mark stands for what is not UTF-8, and for the zero byte. */
export const decodeText = (bytes: Uint8Array): string => storable(new TextDecoder().decode(bytes))
export const hashOf = (content: Uint8Array | string): string =>
  createHash('sha256').update(content).digest('hex')
