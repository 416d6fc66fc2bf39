import { z } from 'zod'
import type { RunEvent } from '#lib/contracts/runs.ts'
import { type Actor, can } from '#lib/domain/capabilities.ts'
import { GATES, type GateId } from '#lib/domain/gates.ts'
import { ROLE_TITLES, ROLES } from '#lib/domain/vocabulary.ts'
import { whoMay } from '#lib/domain/why-not.ts'

/** Said instead of a reason that quotes what a judge sees: figures of gates, faults of a specification. */
const KEPT = `Only ${whoMay('environment.read-judge')} can read why.`

const Judged = z.object({
  gate: z.custom<GateId>((gate) => Object.hasOwn(GATES, String(gate))),
  verdict: z.string(),
})
const Failed = z.object({ role: z.enum(ROLES) })
const Ended = z.object({ status: z.string() })

/** The part of a message that is nobody's secret; null where all of it is. */
const PLAIN: Record<string, (event: RunEvent) => string | null> = {
  'gate.judged': ({ data }) => {
    const told = Judged.safeParse(data)
    return told.success ? `${GATES[told.data.gate].title}: ${told.data.verdict}.` : null
  },
  'step.failed': ({ data }) => {
    const told = Failed.safeParse(data)
    return told.success ? `${ROLE_TITLES[told.data.role]} failed.` : null
  },
  'candidate.repaired': () => 'The data strategist adjusts the plan.',
  'candidate.ended': ({ data, ordinal }) => {
    const told = Ended.safeParse(data)
    if (!told.success || ordinal === null) return null
    return `Candidate ${ordinal + 1} ${told.data.status === 'error' ? 'failed' : `is ${told.data.status}`}.`
  },
}

/** What of the reasons of a run an actor may read. */
export function reasonsFor(actor: Actor) {
  const seesAll = can(actor, 'environment.read-judge')
  return {
    reason: (text: string | null): string | null => (seesAll || text === null ? text : KEPT),
    event(event: RunEvent): RunEvent {
      const plain = PLAIN[event.type]
      if (seesAll || plain === undefined) return event
      const { reason: _, ...data } = event.data
      return { ...event, message: plain(event) ?? KEPT, data }
    },
  }
}
