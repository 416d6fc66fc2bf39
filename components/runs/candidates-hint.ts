import { plural } from '#components/patterns/format.ts'

/** How the candidates fall on the seeds, which are taken in turns. */
export function candidatesHint(candidates: number, seeds: number): string {
  if (seeds === 0 || candidates < 1) return 'At most 500.'
  if (candidates < seeds)
    return `Seeds are taken in turns: ${plural(candidates, 'seed')} of ${seeds} ${candidates === 1 ? 'gets' : 'get'} one candidate, ${seeds - candidates} none.`
  const least = Math.floor(candidates / seeds)
  const each = candidates % seeds === 0 ? String(least) : `${least} or ${least + 1}`
  return `${each} a seed, taken in turns.`
}
