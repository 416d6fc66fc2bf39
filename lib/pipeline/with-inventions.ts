import type { Catalogue } from '#lib/domain/artefacts/catalogue.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'

/** The catalogue as a spec sees it: the engine's mechanisms and those that the spec brings along. */
export const withInventions = (catalogue: Catalogue, { inventions = [] }: Spec): Catalogue =>
  inventions.length === 0
    ? catalogue
    : { ...catalogue, mechanisms: [...catalogue.mechanisms, ...inventions.map(({ meta }) => meta)] }
