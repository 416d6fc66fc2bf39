import type { CreateSystemInput } from '#lib/contracts/results.ts'
import { FEEDBACK_KINDS, METHODS } from '#lib/domain/results.ts'

const text = (data: FormData, name: string): string => String(data.get(name) ?? '').trim()
const orNull = (value: string): string | null => (value === '' ? null : value)
const numberOrNull = (value: string): number | null => (value === '' ? null : Number(value))

/** What a person typed, as the verbs take it; empty fields are null. */
export function readSystemForm(data: FormData): Omit<CreateSystemInput, 'benchmark'> {
  return {
    name: text(data, 'name'),
    model: text(data, 'model'),
    method: METHODS.find((one) => one === data.get('method')) ?? 'base',
    scaffold: text(data, 'scaffold'),
    hardware: orNull(text(data, 'hardware')),
    hours: numberOrNull(text(data, 'hours')),
    gradings: numberOrNull(text(data, 'gradings')),
    feedback: FEEDBACK_KINDS.find((one) => one === data.get('feedback')) ?? 'unknown',
    leakageNoted: data.get('leakageNoted') === 'on',
    note: text(data, 'note'),
    trainingRunId: orNull(text(data, 'trainingRunId')),
    packId: orNull(text(data, 'packId')),
    ...(data.has('splitPackId') ? { splitPackId: orNull(text(data, 'splitPackId')) } : {}),
  }
}
