import type { StartRunInput } from '#lib/contracts/runs.ts'

export const COUNTED_BY = { run: 'in all', seed: 'for each seed' } as const
/** How many candidates a run tries, as its form says it. */
export type CandidateCount = { by: keyof typeof COUNTED_BY; value: number }

export const isCountedBy = (text: string): text is CandidateCount['by'] => text in COUNTED_BY

export const totalOf = ({ by, value }: CandidateCount, seeds: number): number =>
  by === 'seed' ? value * seeds : value

export const countInput = ({ by, value }: CandidateCount): Pick<StartRunInput, 'candidates' | 'perSeed'> =>
  by === 'seed' ? { perSeed: value } : { candidates: value }
