import type { Domain, DomainColumn } from '#lib/domain/artefacts/domain-record.ts'
import type { Modality } from '#lib/domain/vocabulary.ts'

const isOfRows = (column: DomainColumn): boolean =>
  column.daily !== true && !(column.kind === 'numeric' && column.tallies === true)

/**
 * A world as tasks of a modality can have it. The rows of a join share one reference date: what a day has for all of
 * its rows could not differ between them, and is no column there; nor is what the child table tells by itself. A row is
 * the thing that has this past.
 */
export function seenIn(modality: Modality, domain: Domain): Domain {
  if (modality !== 'join') return domain
  const { child, story, columns } = domain
  const { entity, entities } = child.parent ?? { entity: domain.entity, entities: story.entities }
  return { ...domain, entity, story: { ...story, entities }, columns: columns.filter(isOfRows) }
}
