import { readsOf } from '#lib/domain/artefacts/causes.ts'
import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import type { SpecDraft, SpecProblem } from '#lib/domain/spec-check.ts'
import { isMedia } from '#lib/domain/vocabulary.ts'

const told = (reads: object): string => JSON.stringify(reads)

/**
 * What a rule of pictures or sounds finds goes with more of the target as its world says: the statement tells it. What
 * the role itself made for the same target stands.
 */
export function readsProblems(spec: SpecDraft, made: SpecDraft | null, domain: Domain): SpecProblem[] {
  if (!isMedia(spec.modality)) return []
  const { task, mechanisms } = spec
  const isMade = (one: SpecDraft['mechanisms'][number]) =>
    made?.task === task && made.mechanisms.some((other) => JSON.stringify(other) === JSON.stringify(one))
  return mechanisms.flatMap((one, at) => {
    const [own, asked] = [one.reads ?? {}, readsOf(one, task, domain) ?? {}]
    if (isMade(one) || told(own) === told(asked)) return []
    const target = domain.targets[task].name
    const message =
      told(asked) === '{}'
        ? `${domain.id} does not say which side of what ${one.id} finds goes with more of ${target}: take "reads" out.`
        : `In ${domain.id}, the side of what ${one.id} finds that goes with more of ${target} is another: set "reads" to ${told(asked)}.`
    return [{ path: `mechanisms.${at}.reads`, message }]
  })
}
