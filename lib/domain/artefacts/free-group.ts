import type { Domain } from '#lib/domain/artefacts/domain-record.ts'

/**
 * A group column of the world that a plan does not have yet, one that fixes none of its columns where there is one;
 * undefined where it has all of them.
 */
export function freeGroup(
  { group, moreGroups }: Pick<Domain, 'group' | 'moreGroups'>,
  used: ReadonlySet<string>,
): Domain['group'] | undefined {
  const free = [group, ...moreGroups].filter(({ name }) => !used.has(name))
  return free.find(({ fixes = [] }) => !fixes.some((name) => used.has(name))) ?? free[0]
}

/** How rows come in groups by such a column: near each other, where they have a map, or anywhere. */
export const groupsOf = ({ place }: Pick<Domain['group'], 'place'>): 'place' | 'any' =>
  place ? 'place' : 'any'
