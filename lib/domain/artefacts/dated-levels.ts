import type { DomainColumn } from '#lib/domain/artefacts/domain-record.ts'
import type { SpecColumn } from '#lib/domain/artefacts/spec.ts'

type Category = Extract<DomainColumn, { kind: 'categorical' }>

/** What dates mean for a category of a world of which a plan has some levels. */
export function datedLevels(
  { daily, cycle, seasons = {} }: Pick<Category, 'daily' | 'cycle' | 'seasons'>,
  levels: readonly string[],
): Pick<Extract<SpecColumn, { kind: 'categorical' }>, 'daily' | 'cycle' | 'seasons'> {
  const kept = Object.entries(seasons).filter(([level]) => levels.includes(level))
  return {
    ...(daily && { daily }),
    ...(cycle && { cycle }),
    ...(kept.length > 0 && { seasons: Object.fromEntries(kept) }),
  }
}
