/**
 * What a notice tells: a mark on what one made, changes that a reviewer asks for, what happened to a saved version, and a
 * version that comes back to who asked for changes, and a request for changes that its reviewer took back.
 */
export const NOTICE_KINDS = [
  'advisory',
  'changes-requested',
  'revision',
  'resubmitted',
  'verdict-withdrawn',
] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]
