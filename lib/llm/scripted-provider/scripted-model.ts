import { z } from 'zod'
import { Slug } from '#lib/domain/artefacts/names.ts'
import { MODEL_ROLES, type ModelRole } from '#lib/domain/vocabulary.ts'

export const FAULTS = [
  '429',
  '500',
  'wrong-key',
  'slow',
  'stall',
  'truncated',
  'refusal',
  'prose',
  'wrong-schema',
  'endless',
] as const
export type FaultName = (typeof FAULTS)[number]

/** `times` null: always; `role` null: every role. */
export type ScriptedFault = { name: FaultName; times: number | null; role: ModelRole | null }
export type ScriptedModel = { id: string; cassette: string; faults: readonly ScriptedFault[] }

const FAULT = /^([a-z0-9-]+?)(?:x([1-9]\d{0,3}))?(?:@([a-z-]+))?$/
const Fault = z.object({
  name: z.enum(FAULTS),
  times: z.coerce.number().nullable(),
  role: z.enum(MODEL_ROLES).nullable(),
})

function parseFault(text: string): ScriptedFault | null {
  const match = FAULT.exec(text)
  if (!match) return null
  const [, name, times = null, role = null] = match
  return Fault.safeParse({ name, times, role }).data ?? null
}

/** `CASSETTE` or `CASSETTE+fault.fault`, a fault being `name`, `namexN`, `name@role` or `namexN@role`; or why not. */
export function parseModel(id: string): ScriptedModel | string {
  const [cassette = '', list, ...more] = id.split('+')
  if (!Slug.safeParse(cassette).success || more.length > 0)
    return `The model ${id} is not CASSETTE or CASSETTE+fault.fault.`
  const faults: ScriptedFault[] = []
  for (const text of list === undefined ? [] : list.split('.')) {
    const fault = parseFault(text)
    if (!fault)
      return `The model ${id} asks for "${text}". A fault is one of ${FAULTS.join(', ')}, then xN for the first N requests, then @ROLE (${MODEL_ROLES.join(', ')}).`
    faults.push(fault)
  }
  return { id, cassette, faults }
}

/** Chooses the fault of each request; counts, so that `xN` means the first N matching requests of that model id. */
export function faultBook(): { next: (model: ScriptedModel, role: ModelRole) => FaultName | null } {
  const used = new Map<string, number>()
  return {
    next: (model, role) => {
      for (const [at, fault] of model.faults.entries()) {
        if (fault.role !== null && fault.role !== role) continue
        const key = `${model.id} ${at}`
        const count = used.get(key) ?? 0
        if (fault.times !== null && count >= fault.times) continue
        used.set(key, count + 1)
        return fault.name
      }
      return null
    },
  }
}
