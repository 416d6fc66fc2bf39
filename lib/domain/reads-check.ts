import { actsAsTold } from '#lib/domain/artefacts/causes.ts'
import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import type { SpecDraft, SpecProblem } from '#lib/domain/spec-check.ts'
import { isMedia } from '#lib/domain/vocabulary.ts'

/** What a field of a mechanism says of what it finds, and with what of the target that goes. */
const FIELDS = [
  ['reads', 'side', 'more of'],
  ['crossings', 'crossing', 'each class of'],
] as const

const sorted = (said: object | undefined): string => JSON.stringify(Object.entries(said ?? {}).sort())

/**
 * What a rule of pictures or sounds finds goes with the target as its world says: the statement tells it. What the role
 * itself made for the same target stands.
 */
export function readsProblems(spec: SpecDraft, made: SpecDraft | null, domain: Domain): SpecProblem[] {
  if (!isMedia(spec.modality)) return []
  const { task, mechanisms } = spec
  const target = domain.targets[task].name
  const isMade = (one: SpecDraft['mechanisms'][number]) =>
    made?.task === task && made.mechanisms.some((other) => JSON.stringify(other) === JSON.stringify(one))
  return mechanisms.flatMap((one, at) => {
    if (isMade(one)) return []
    const asked = actsAsTold(one, spec, domain)
    return FIELDS.flatMap(([field, what, part]) => {
      if (sorted(one[field]) === sorted(asked[field])) return []
      const message =
        asked[field] === undefined
          ? `${domain.id} does not say which ${what} of what ${one.id} finds goes with ${part} ${target}: take "${field}" out.`
          : `In ${domain.id}, ${part} ${target} goes with another ${what} of what ${one.id} finds: set "${field}" to ${JSON.stringify(asked[field])}.`
      return [{ path: `mechanisms.${at}.${field}`, message }]
    })
  })
}
