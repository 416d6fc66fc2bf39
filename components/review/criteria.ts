import type { ReviewCriterionId, ReviewMark } from '#lib/domain/review-policy.ts'

export const CRITERION_WORDS = {
  statement: { title: 'Statement', asks: 'Complete, true, and silent about the rule?' },
  data: { title: 'Data', asks: 'Do columns, units and missing cells make sense?' },
  evaluator: { title: 'Evaluator', asks: 'Does it score what the statement says?' },
  difficulty: { title: 'Difficulty', asks: 'Room between an easy default and gold?' },
  leaks: { title: 'Leaks', asks: 'No way to the answers around learning?' },
  realism: { title: 'Realism', asks: 'Would the stakeholder recognise the problem?' },
} as const satisfies Record<ReviewCriterionId, { title: string; asks: string }>

export const MARK_WORDS = {
  good: 'good',
  minor: 'minor',
  bad: 'bad',
  'not-checked': 'open',
} as const satisfies Record<ReviewMark, string>
