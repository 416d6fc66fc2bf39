import type { DomainColumn } from '#lib/domain/artefacts/domain-record.ts'
import type { SpecColumn } from '#lib/domain/artefacts/spec.ts'

type Dated = 'daily' | 'cycle' | 'seasons' | 'usual'
type Category = Extract<DomainColumn, { kind: 'categorical' }>

/** What a world tells of a category of which a plan has some levels: what dates mean for it, and which level is usual. */
export function toldLevels(
  { daily, cycle, seasons = {}, usual }: Pick<Category, Dated>,
  levels: readonly string[],
): Pick<Extract<SpecColumn, { kind: 'categorical' }>, Dated> {
  const kept = Object.entries(seasons).filter(([level]) => levels.includes(level))
  return {
    ...(daily && { daily }),
    ...(cycle && { cycle }),
    ...(kept.length > 0 && { seasons: Object.fromEntries(kept) }),
    ...(usual !== undefined && levels.includes(usual) && { usual }),
  }
}
