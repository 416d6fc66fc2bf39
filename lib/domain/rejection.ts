/**
 * Why a gate refused a task, as a word that the strategist can act on (generator design 2.1, 3.5). `no-usable-answer` is
 * the fault of the model that plays a role, which alone is asked again.
 */
export const REJECTION_REASONS = [
  'unlearnable',
  'trivial',
  'easy-default',
  'saturated',
  'noisy',
  'too-hard',
  'flat',
  'shortcut',
  'slow',
  'cannot-compose',
  'unfaithful',
  'broken',
  'no-usable-answer',
] as const
export type RejectionReason = (typeof REJECTION_REASONS)[number]

/** Further attempts that a candidate may have before it is rejected. */
export const MAX_REPAIRS = 6

export const isRejectionReason = (word: string): word is RejectionReason =>
  (REJECTION_REASONS as readonly string[]).includes(word)
