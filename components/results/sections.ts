import type { SystemResults } from '#lib/contracts/results.ts'
import { FEEDBACK_KINDS, FEEDBACK_TITLES, type FeedbackKind } from '#lib/domain/results.ts'

export type BoardSection = { id: string; title: string; note: string; rows: SystemResults[] }

const NOTES: Record<FeedbackKind, string> = {
  none: 'The agent learnt nothing of its score while it worked.',
  format: 'The agent learnt whether its submission is well formed, no more.',
  'validation-score': 'The agent learnt what it measured itself, on data split off from its own.',
  'held-out-score':
    'The agent saw scores on the held-out data while it worked: these figures are not comparable with the others.',
  unknown: 'Nobody said what the agent learnt while it worked; edit the system to say it.',
}

/**
 * Systems by feedback contract, in the order they came (best first), so that nobody reads a rank across contracts.
 * `mix` puts them into one list, which then says so.
 */
export function sectionsOf(systems: readonly SystemResults[], mix: boolean): BoardSection[] {
  if (mix)
    return [
      {
        id: 'all',
        title: 'All feedback contracts',
        note: 'The guard is off: systems that saw held-out scores are ranked with systems that did not.',
        rows: [...systems],
      },
    ]
  return FEEDBACK_KINDS.map((kind) => ({
    id: kind,
    title: FEEDBACK_TITLES[kind],
    note: NOTES[kind],
    rows: systems.filter(({ system }) => system.feedback === kind),
  })).filter(({ rows }) => rows.length > 0)
}
