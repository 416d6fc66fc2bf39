import type { BlobStore } from '#lib/domain/ports/blob-store.ts'
import { sha256 } from '#lib/packs/digest.ts'

type Evidence = {
  program?: string | undefined
  trajectory?: readonly object[] | undefined
  output?: string | undefined
}
export type KeptEvidence = { program: string | null; trajectory: string | null; output: string | null }

/** Files written at the same time. */
const WRITERS = 8
/** Characters of an output that are kept in the row, counted from its end. */
const OUTPUT_TAIL = 4_000

/** What a program printed last. A zero character has no place in a text column. */
const tailOf = (output: string | undefined): string | null =>
  output === undefined ? null : output.slice(-OUTPUT_TAIL).replaceAll('\0', '\uFFFD')

/**
 * What of the rollouts is kept: for each the hashes of program and trajectory (JSON lines, one message a line) and
 * the tail of its output, `blobs` the rows to note, `bytes` all that it takes, and `store`, which puts the files into
 * the store, equal ones once.
 */
export function keepRolloutEvidence(store: BlobStore, rollouts: readonly Evidence[]) {
  const files = new Map<string, Uint8Array>()
  const note = (text: string | undefined): string | null => {
    if (text === undefined) return null
    const bytes = new TextEncoder().encode(text)
    const hash = sha256(bytes)
    files.set(hash, bytes)
    return hash
  }
  const kept = rollouts.map(
    ({ program, trajectory, output }): KeptEvidence => ({
      program: note(program),
      trajectory: note(trajectory?.map((message) => `${JSON.stringify(message)}\n`).join('')),
      output: tailOf(output),
    }),
  )
  const blobs = [...files].map(([hash, bytes]) => ({ sha256: hash, bytes: BigInt(bytes.length) }))
  const outputs = kept.reduce((sum, { output }) => sum + Buffer.byteLength(output ?? ''), 0)
  const waiting = [...files]
  const write = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
      if (!(await store.has(next[0]))) await store.put(next[1])
  }
  return {
    kept,
    blobs,
    bytes: blobs.reduce((sum, blob) => sum + Number(blob.bytes), outputs),
    store: () => Promise.all(Array.from({ length: WRITERS }, write)),
  }
}
