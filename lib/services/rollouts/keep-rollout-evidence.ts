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
 * Puts programs and trajectories (JSON lines, one message a line) into the store, equal ones once, and gives for
 * each rollout the hashes and the tail of its output; `blobs` are the rows to note.
 */
export async function keepRolloutEvidence(
  store: BlobStore,
  rollouts: readonly Evidence[],
): Promise<{ kept: KeptEvidence[]; blobs: { sha256: string; bytes: bigint }[] }> {
  const files = new Map<string, Uint8Array>()
  const note = (text: string | undefined): string | null => {
    if (text === undefined) return null
    const bytes = new TextEncoder().encode(text)
    const hash = sha256(bytes)
    files.set(hash, bytes)
    return hash
  }
  const kept = rollouts.map(({ program, trajectory, output }) => ({
    program: note(program),
    trajectory: note(trajectory?.map((message) => `${JSON.stringify(message)}\n`).join('')),
    output: tailOf(output),
  }))
  const waiting = [...files]
  const write = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
      if (!(await store.has(next[0]))) await store.put(next[1])
  }
  await Promise.all(Array.from({ length: WRITERS }, write))
  return { kept, blobs: [...files].map(([hash, bytes]) => ({ sha256: hash, bytes: BigInt(bytes.length) })) }
}
