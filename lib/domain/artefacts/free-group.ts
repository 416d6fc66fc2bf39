import type { Domain } from '#lib/domain/artefacts/domain-record.ts'

/** A group column of the world that a plan does not have yet; numbered only where it has all of them. */
export function freeGroup(
  { group, moreGroups }: Pick<Domain, 'group' | 'moreGroups'>,
  used: ReadonlySet<string>,
): Domain['group'] {
  const free = [group, ...moreGroups].find(({ name }) => !used.has(name))
  return free ?? { ...group, name: `${group.name}_${used.size}` }
}
