import type { DomainColumn } from '#lib/domain/artefacts/domain-record.ts'
import type { SpecColumn } from '#lib/domain/artefacts/spec.ts'

type Category = Extract<DomainColumn, { kind: 'categorical' }>

/** What dates mean for a category of a world of which a plan has some levels. */
export function datedLevels(
  { daily, seasons = {} }: Pick<Category, 'daily' | 'seasons'>,
  levels: readonly string[],
): Pick<Extract<SpecColumn, { kind: 'categorical' }>, 'daily' | 'seasons'> {
  const kept = Object.entries(seasons).filter(([level]) => levels.includes(level))
  return { ...(daily && { daily }), ...(kept.length > 0 && { seasons: Object.fromEntries(kept) }) }
}
