import { TITLE_FORMS } from '#lib/domain/titles.ts'
import { wordingsOf } from '#lib/pipeline/statement/grammar.ts'
import { type Stream, stream } from '#lib/pipeline/stream.ts'

/**
 * One of all wordings of some templates by the form of a task's title, which a run deals in turn: candidates that follow
 * each other, and those that meet in one world, say the same in other words. `form` is null under a title of its own,
 * which draws its wording.
 */
export function wordingInTurn(
  templates: readonly string[],
  { topic, form }: { topic: string; form: number | null },
  draw: Stream,
): string {
  if (form === null) return draw.pick(templates)
  const wordings = stream('wordings', topic).shuffle(templates.flatMap(wordingsOf))
  const own = wordings.filter((_, at) => at % TITLE_FORMS === form)
  return draw.pick(own.length > 0 ? own : wordings)
}
