import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import { formOf } from '#lib/domain/titles.ts'
import type { DataFacts } from '#lib/pipeline/data-facts.ts'
import { compose, type Lexicon } from '#lib/pipeline/statement/grammar.ts'
import { wordingInTurn } from '#lib/pipeline/statement/in-turn.ts'
import { hasWorldStory, lexiconOf } from '#lib/pipeline/statement/lexicon.ts'
import { sentencesFor } from '#lib/pipeline/statement/sentences.ts'
import { DATA, type Move, OVERVIEW, PLAIN, type Voice } from '#lib/pipeline/statement/voice.ts'
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

/** Like the voices, wordings go with the form of the title. */
function tell(move: Move, told: Told, voice: Voice, lexicon: Lexicon, draw: Stream): string {
  const { spec, domain } = told
  const templates = sentencesFor(move, { voice, ...told })
  if (templates.length === 0) return ''
  const form = formOf(spec, domain)
  const isOfVoice = move === 'open' || move === 'ask'
  const chosen = isOfVoice ? draw.pick(templates) : wordingInTurn(templates, { topic: move, form }, draw)
  return compose(chosen, lexicon, draw)
}

/**
 * A voice goes with the form of the title: tasks that a run sets in one world, and those that follow each other, have
 * titles of different form, and so begin in different ways.
 */
function voiceOf({ spec, domain }: Told): Voice {
  if (!hasWorldStory(spec, domain)) return PLAIN
  const form = formOf(spec, domain)
  const voices = stream('voices').shuffle(VOICES)
  return voices[form ?? stream(spec.title).below(voices.length)] ?? PLAIN
}

/** The paragraphs of overview and data, each on one topic, in an order that all statements share. */
export function storyOf(told: Told, wording: Wording): { overview: string[]; data: string[] } {
  const voice = voiceOf(told)
  const lexicon = lexiconOf(told, Math.max(0, VOICES.indexOf(voice)))
  const paragraph = (moves: readonly Move[]) =>
    moves
      .map((move) => tell(move, told, voice, lexicon, wording(move)))
      .filter((sentence) => sentence !== '')
      .join(' ')
  const paragraphs = (plan: typeof OVERVIEW) => plan.map(paragraph).filter((text) => text !== '')
  return { overview: paragraphs(OVERVIEW), data: paragraphs(DATA) }
}
