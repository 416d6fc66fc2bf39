import type { MechanismMeta } from '#lib/domain/artefacts/catalogue.ts'
import type { Domain } from '#lib/domain/artefacts/domain-record.ts'

type Ratio = NonNullable<Domain['ratios']>[number]

/** What a role is of the ratio whose numerator is the role `over`. */
export type RatioPart = { over: string; part: 'of' | 'by' | 'norm' }

/** Null for a role that has no part in a ratio. */
export function ratioPart(
  { roles }: Pick<MechanismMeta, 'roles'>,
  { name, divides, norms }: MechanismMeta['roles'][number],
): RatioPart | null {
  if (divides !== undefined) return { over: divides, part: 'by' }
  if (norms !== undefined) return { over: norms, part: 'norm' }
  return roles.some((other) => other.divides === name) ? { over: name, part: 'of' } : null
}

/** Whether a column or a group is that part of a ratio. */
export const isPartOf = (ratio: Ratio, { part }: RatioPart, name: string): boolean =>
  part === 'norm' ? ratio.norm.includes(name) : ratio[part] === name

/** Whether people of the trade divide one column by the other. */
export const isKnownRatio = ({ ratios = [] }: Pick<Domain, 'ratios'>, of: string, by: string): boolean =>
  ratios.some((ratio) => ratio.of === of && ratio.by === by)
