import type { Spec } from '#lib/domain/artefacts/spec.ts'
import { MAX_REPAIRS, type RejectionReason } from '#lib/domain/rejection.ts'
import { ROLE_TITLES, ROLES, type Role } from '#lib/domain/vocabulary.ts'
import { encodeJson, hashOf } from '#lib/pipeline/canonical.ts'

export type RefusedAttempt = { reason: RejectionReason; message: string; spec: Spec | null }

/** How an attempt ended that came to nothing, and the role that refused it. */
export type Ended = RefusedAttempt & { role: Role }

/** A candidate's way so far. Everything in it follows from the outputs that are kept, so that it can be walked again. */
export type Course = {
  /** Attempts that ended before this one. */
  number: number
  /** The attempt in which each role speaks; a role that is not asked again keeps its earlier one. */
  attempts: Readonly<Record<Role, number>>
  /** The refusals that the strategist has to answer. */
  told: readonly RefusedAttempt[]
  /** Fingerprints of the ends, in order. */
  ends: readonly string[]
}

export const FIRST_COURSE: Course = {
  number: 0,
  attempts: { 'data-strategist': 0, 'ml-developer': 0, 'mlops-engineer': 0, 'technical-writer': 0 },
  told: [],
  ends: [],
}

/** A role that gave no usable answer failed itself; every other refusal is about the plan. */
export const OWN_FAULT: RejectionReason = 'no-usable-answer'
export const isOwnFault = ({ reason }: Ended): boolean => reason === OWN_FAULT

/**
 * Two ends are the same where role, reason, plan and message are, numbers in the message aside. A plan's secret is new in
 * each attempt of a model's plan, and so says nothing; to the engine it is a knob that it turns.
 */
function fingerprintOf({ role, reason, message, spec }: Ended, isPlannedByModel: boolean): string {
  const plan = spec !== null && isPlannedByModel ? { ...spec, secret: '' } : spec
  return hashOf(encodeJson({ role, reason, message: message.replace(/\d+(?:\.\d+)?/g, '#'), plan }))
}

export type Next =
  | { kind: 'again'; from: Role; course: Course }
  /** `message` is for the candidate's page. */
  | { kind: 'stop'; message: string }

const equalEnds = ({ role, message }: Ended, before: number, now: number): string =>
  `${ROLE_TITLES[role]}, attempts ${before + 1} and ${now + 1} ended in the same way, so no further one was made: ${message}`

/**
 * Where a candidate continues after an attempt that came to nothing: with the role that gave no usable answer, or with the
 * strategist, who answers every other refusal. Two equal ends stop it: a third would cost as much and end the same.
 */
export function nextCourse(course: Course, ended: Ended, isPlannedByModel: boolean): Next {
  const end = fingerprintOf(ended, isPlannedByModel)
  const before = course.ends.indexOf(end)
  if (before >= 0) return { kind: 'stop', message: equalEnds(ended, before, course.number) }
  const number = course.number + 1
  if (number > MAX_REPAIRS) return { kind: 'stop', message: ended.message }
  const from = isOwnFault(ended) ? ended.role : ROLES[0]
  const again = ROLES.slice(ROLES.indexOf(from)).map((role): [Role, number] => [role, number])
  const { reason, message, spec } = ended
  return {
    kind: 'again',
    from,
    course: {
      number,
      attempts: { ...course.attempts, ...Object.fromEntries(again) },
      told: from === ROLES[0] ? [...course.told, { reason, message, spec }] : course.told,
      ends: [...course.ends, end],
    },
  }
}
