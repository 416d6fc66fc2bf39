import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import type { Prose } from '#lib/domain/artefacts/prose.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'

/** Median words of a text where nothing asks for another length. */
export const USUAL_WORDS = 45

/** What the texts of a task speak of: its world's words in one of their forms, counted on from the first. */
export function proseOf(
  { group, words: { forms, favours, matters, ...world } }: Domain,
  task: Spec['task'],
  { form, words }: { form: number; words: number },
): Prose {
  const chosen = forms[form % forms.length]
  if (chosen === undefined) throw new Error('a world without a form of texts')
  const subjects = chosen.bystander ? world.subjects.map(({ shows: _, ...one }) => one) : world.subjects
  const told = { ...world, subjects, ...chosen, site: group.name, words }
  // Classes without an order have no direction.
  return task === 'multiclass'
    ? { ...told, favours: 1 }
    : { ...told, favours: favours[task], matters: matters[task] }
}

/** What one text of a task is called in prose. */
export const noteOf = ({ prose }: { prose?: Pick<Prose, 'note'> | undefined }, { words }: Domain): string =>
  prose?.note ?? words.forms[0]?.note ?? 'a text'
