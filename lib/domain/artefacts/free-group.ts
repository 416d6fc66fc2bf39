import type { Domain } from '#lib/domain/artefacts/domain-record.ts'

/** A group column of the world that a plan does not have yet; undefined where it has all of them. */
export function freeGroup(
  { group, moreGroups }: Pick<Domain, 'group' | 'moreGroups'>,
  used: ReadonlySet<string>,
): Domain['group'] | undefined {
  return [group, ...moreGroups].find(({ name }) => !used.has(name))
}
