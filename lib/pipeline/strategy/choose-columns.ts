import { strengthOf } from '#lib/domain/artefacts/causes.ts'
import type { Domain, DomainColumn } from '#lib/domain/artefacts/domain-record.ts'
import type { TaskType } from '#lib/domain/vocabulary.ts'
import type { Stream } from '#lib/pipeline/stream.ts'

/** How much likelier than one without influence a column is chosen, by the strongest push that it gives the target. */
const BY_PUSH = [1, 2, 8, 20] as const
/** So much again where it hangs together with a column that the table already has. */
const IF_LINKED = 1.5
/** Among so many chosen columns one has no influence, so that a table does not give away what matters. */
const WITH_NEUTRAL = 3

/** How much likelier than one without influence a column comes early among those that could play a role. */
const IN_ROLE = [1, 3, 4, 4] as const

/** Columns in random order, those that move the target rather first: a rule over decoration convinces nobody. */
export function shuffleByStrength<Column extends { name: string }>(
  columns: readonly Column[],
  { domain, task }: { domain: Domain; task: TaskType },
  draw: Stream,
): Column[] {
  const left = [...columns]
  return columns.map(() => {
    const next = draw.pickWeighted(left, ({ name }) => IN_ROLE[strengthOf(name, task, domain)] ?? 1)
    left.splice(left.indexOf(next), 1)
    return next
  })
}

/**
 * So many of the free columns: those first that people of the trade would ask for, and those that hang together with
 * the others of the table; one that has nothing to do with the target.
 */
export function chooseColumns<Column extends DomainColumn>(
  free: readonly Column[],
  count: number,
  { domain, task, taken }: { domain: Domain; task: TaskType; taken: ReadonlySet<string> },
  draw: Stream,
): Column[] {
  const chosen: Column[] = []
  const isNeutral = ({ name }: DomainColumn) => strengthOf(name, task, domain) === 0
  const has = (name: string) => taken.has(name) || chosen.some((column) => column.name === name)
  const weight = ({ name }: Column) => {
    const isLinked = domain.links.some(
      ({ from, to }) => (from === name && has(to)) || (to === name && has(from)),
    )
    return (BY_PUSH[strengthOf(name, task, domain)] ?? 1) * (isLinked ? IF_LINKED : 1)
  }
  const pick = (pool: readonly Column[]) => {
    const left = pool.filter((column) => !chosen.includes(column))
    if (left.length > 0) chosen.push(draw.pickWeighted(left, weight))
  }
  const isMixed = domain.columns.some((column) => taken.has(column.name) && isNeutral(column))
  if (count >= WITH_NEUTRAL && !isMixed) pick(free.filter(isNeutral))
  while (chosen.length < Math.min(count, free.length)) pick(free)
  return chosen
}
