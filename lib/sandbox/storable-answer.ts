import { isStorable, storable } from '#lib/domain/text.ts'
import type { CellAnswer } from '#lib/sandbox/frames.ts'

/**
 * What a program produced, as every reader behind the port can hold it: marks where a character cannot be stored, and no
 * file whose name holds one.
 */
export function storableAnswer(answer: CellAnswer): CellAnswer {
  const { stdout, stderr, files, refused } = answer
  const named = Object.entries(refused).map(([path, why]) => [storable(path), storable(why)] as const)
  const nameless = Object.keys(files).filter((path) => !isStorable(path))
  return {
    ...answer,
    stdout: storable(stdout),
    stderr: storable(stderr),
    files: Object.fromEntries(Object.entries(files).filter(([path]) => isStorable(path))),
    refused: Object.fromEntries([
      ...named,
      ...nameless.map((path) => [storable(path), 'its name is not text'] as const),
    ]),
  }
}
