import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import { formOf, TITLE_FORMS } from '#lib/domain/titles.ts'
import type { DataFacts } from '#lib/pipeline/data-facts.ts'
import { compose, type Lexicon, wordingsOf } from '#lib/pipeline/statement/grammar.ts'
import { hasWorldStory, lexiconOf } from '#lib/pipeline/statement/lexicon.ts'
import { sentencesFor } from '#lib/pipeline/statement/sentences.ts'
import { type Move, PLAIN, type Voice } from '#lib/pipeline/statement/voice.ts'
import { VOICES } from '#lib/pipeline/statement/voices.ts'
import { type Stream, stream } from '#lib/pipeline/stream.ts'

export type Told = { spec: Spec; facts: DataFacts; domain: Domain }

/** How a part of the statement is worded: a stream of its own. */
export type Wording = (part: string) => Stream

/**
 * The wording of a statement follows from what the agent's files show anyway: title, target, numbers of rows, columns.
 * It knows nothing of the secret, so that it can tell nothing of it, and equal tasks read alike.
 */
export function wordingOf({ title, domain, target, metric, rows, columns }: Spec): Wording {
  const shown = columns.map(({ name, table }) => `${table}/${name}`).sort()
  const key = [title, domain.id, target.name, metric, rows.train, rows.test, ...shown]
  return (part) => stream('statement', ...key, part)
}

/**
 * Like the voices, wordings go with the form of the title: tasks that a run sets in one world tell the same facts in
 * other words. One under a title of its own draws its wording.
 */
function tell(move: Move, told: Told, voice: Voice, lexicon: Lexicon, draw: Stream): string {
  const { spec, facts, domain } = told
  if (move === 'gaps' && facts.emptyColumns.length === 0) return ''
  const templates = move === 'open' ? voice.open : sentencesFor(move, spec)
  const form = formOf(spec, domain)
  if (form === null) return compose(draw.pick(templates), lexicon, draw)
  const wordings = stream('wordings', domain.id, move).shuffle(templates.flatMap(wordingsOf))
  const own = wordings.filter((_, at) => at % TITLE_FORMS === form)
  return compose(draw.pick(own.length > 0 ? own : wordings), lexicon, draw)
}

/**
 * A voice goes with the form of the title, as each world pairs them: tasks that a run sets in one world have titles of
 * different form, and so begin and proceed in different ways.
 */
function voiceOf({ spec, domain }: Told): Voice {
  if (!hasWorldStory(spec, domain)) return PLAIN
  const form = formOf(spec, domain)
  const voices = stream('voices', domain.id).shuffle(VOICES)
  return voices[form ?? stream(spec.title).below(voices.length)] ?? PLAIN
}

/** The paragraphs of overview and data: one voice throughout, each paragraph of two sentences or more. */
export function storyOf(told: Told, wording: Wording): { overview: string[]; data: string[] } {
  const voice = voiceOf(told)
  const lexicon = lexiconOf(told, voice.person, wording('words'))
  const paragraph = (moves: readonly Move[]) =>
    moves
      .map((move) => tell(move, told, voice, lexicon, wording(move)))
      .filter((sentence) => sentence !== '')
      .join(' ')
  const paragraphs = (plan: Voice['overview']) => plan.map(paragraph).filter((text) => text !== '')
  return { overview: paragraphs(voice.overview), data: paragraphs(voice.data) }
}
