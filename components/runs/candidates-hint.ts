import { plural } from '#components/patterns/format.ts'
import { type CandidateCount, totalOf } from '#components/runs/candidate-count.ts'
import { MOST_CANDIDATES } from '#lib/domain/run.ts'

/** How the candidates fall on the seeds, which are taken in turns. */
export function candidatesHint(count: CandidateCount, seeds: number): string {
  const candidates = totalOf(count, seeds)
  if (seeds === 0 || candidates < 1) return `At most ${MOST_CANDIDATES}.`
  if (count.by === 'seed')
    return candidates > MOST_CANDIDATES
      ? `That makes ${candidates}; a run has at most ${MOST_CANDIDATES}.`
      : `${plural(candidates, 'candidate')} from ${plural(seeds, 'seed')}.`
  if (candidates < seeds)
    return `Seeds are taken in turns: ${plural(candidates, 'seed')} of ${seeds} ${candidates === 1 ? 'gets' : 'get'} one candidate, ${seeds - candidates} none.`
  const least = Math.floor(candidates / seeds)
  const each = candidates % seeds === 0 ? String(least) : `${least} or ${least + 1}`
  return `${each} a seed, taken in turns.`
}
