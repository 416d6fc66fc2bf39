import { canPlay } from '#lib/domain/artefacts/assign-columns.ts'
import type { MechanismMeta } from '#lib/domain/artefacts/catalogue.ts'
import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import type { MechanismOffer } from '#lib/domain/control-conflicts.ts'

/** The mechanisms of a catalogue, each with the families in which some world has what it needs. */
export const offersOf = ({
  mechanisms,
  domains,
}: {
  mechanisms: readonly MechanismMeta[]
  domains: readonly Domain[]
}): MechanismOffer[] =>
  mechanisms.map((meta) => {
    const { id, title, modality, tasks } = meta
    const families = domains.filter((domain) => canPlay([meta], domain)).map(({ family }) => family)
    return { id, title, modality, tasks, families: [...new Set(families)] }
  })
