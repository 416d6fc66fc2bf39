import type { DomainColumn } from '#lib/domain/artefacts/domain-record.ts'
import type { SpecColumn } from '#lib/domain/artefacts/spec.ts'

type Category = Extract<DomainColumn, { kind: 'categorical' }>

/** What a world tells of a category of which a plan has some levels: what dates mean for it, and which level is usual. */
export function toldLevels(
  { daily, seasons = {}, usual }: Pick<Category, 'daily' | 'seasons' | 'usual'>,
  levels: readonly string[],
): Pick<Extract<SpecColumn, { kind: 'categorical' }>, 'daily' | 'seasons' | 'usual'> {
  const kept = Object.entries(seasons).filter(([level]) => levels.includes(level))
  return {
    ...(daily && { daily }),
    ...(kept.length > 0 && { seasons: Object.fromEntries(kept) }),
    ...(usual !== undefined && levels.includes(usual) && { usual }),
  }
}
