import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import type { Modality } from '#lib/domain/vocabulary.ts'

/**
 * A world as tasks of a modality can have it. The rows of a join share one reference date: what a day has for all of
 * its rows could not differ between them, and is no column there.
 */
export const seenIn = (modality: Modality, domain: Domain): Domain =>
  modality === 'join' ? { ...domain, columns: domain.columns.filter(({ daily }) => daily !== true) } : domain
