import { environmentHref } from '#components/patterns/environment-url.ts'
import { patchQuery } from '#components/patterns/patch-query.ts'
import type { RolloutView } from '#lib/contracts/rollouts.ts'

export const rolloutHref = (id: string): string => `/training/rollouts/${id}`

/** Rollouts of a run, filtered as the list understands it. */
export const rolloutsHref = (runId: string, filter: Record<string, string | null> = {}): string =>
  `/training/${runId}/rollouts${patchQuery('', filter)}`

type Known = NonNullable<RolloutView['version']>
export const certificateHref = ({ slug, number }: Known): string =>
  environmentHref(slug, number, { tab: 'verification' })
export const evaluatorHref = ({ slug, number }: Known): string =>
  environmentHref(slug, number, { tab: 'files', file: 'judge/evaluator.py' })
export const reviewHref = ({ slug, number }: Known): string =>
  environmentHref(slug, number, { tab: 'reviews' })
