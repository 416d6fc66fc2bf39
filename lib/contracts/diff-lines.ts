import { structuredPatch } from 'diff'
import type { DiffHunk } from '#lib/contracts/revisions.ts'

/** Lines around a change that are shown with it. */
const CONTEXT = 3
/** A pair of texts that differs by more is not compared line by line. */
const MAX_EDITS = 20_000

const KINDS = { ' ': 'same', '-': 'removed', '+': 'added' } as const
const kindOf = (mark: string) => (mark === '-' || mark === '+' ? KINDS[mark] : KINDS[' '])

/** Compares two texts by lines. Null: they differ by too much to be worth it. */
export function diffLines(before: string, after: string): DiffHunk[] | null {
  const patch = structuredPatch('before', 'after', before, after, undefined, undefined, {
    context: CONTEXT,
    maxEditLength: MAX_EDITS,
  })
  if (patch === undefined) return null
  return patch.hunks.map(({ oldStart, newStart, lines }) => {
    let [old, now] = [oldStart, newStart]
    // A line that begins with a backslash tells of a missing line end at the end of the file.
    const real = lines.filter((line) => !line.startsWith('\\'))
    return {
      lines: real.map((line) => {
        const kind = kindOf(line.charAt(0))
        return {
          kind,
          before: kind === 'added' ? null : old++,
          after: kind === 'removed' ? null : now++,
          text: line.slice(1),
        }
      }),
    }
  })
}
