import { asksForAuthor, authorStory } from '#lib/domain/artefacts/author-target.ts'
import type { Domain, TargetStory } from '#lib/domain/artefacts/domain-record.ts'
import { noteOf } from '#lib/domain/artefacts/prose-of.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'

type Named = Pick<Spec, 'task' | 'target' | 'prose'>

export const spaced = (name: string): string => name.replaceAll('_', ' ')

/** What a column is called in prose; behind a name that the world does not have stand its own words. */
export const labelOf = (name: string, { story }: Domain): string =>
  (Object.hasOwn(story.labels, name) ? story.labels[name] : undefined) ?? spaced(name)

/** What the world tells of a task's target; null for a target of another name, which somebody thought out. */
export function targetStoryOf(named: Named, domain: Domain): TargetStory | null {
  const known = domain.targets[named.task]
  if (asksForAuthor(named)) return authorStory(noteOf(named, domain))
  return known.name === named.target.name ? known.story : null
}
