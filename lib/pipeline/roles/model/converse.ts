import { MAX_TURNS, type ModelPlayer } from '#lib/domain/player.ts'
import type { RoleMessage, RoleModel } from '#lib/domain/ports/role-model.ts'
import type { ModelRole } from '#lib/domain/vocabulary.ts'
import type { Prompt } from '#lib/pipeline/prompts.ts'
import { fenced, fillPrompt } from '#lib/pipeline/prompts.ts'
import type { Refusal } from '#lib/pipeline/roles/developer.ts'

/** What the check of an answer found: the artefact, or what to tell the model. */
export type Reading<T> = { kind: 'ok'; value: T } | { kind: 'problem'; message: string }

export type Conversation<T> = {
  role: ModelRole
  repair: number
  player: ModelPlayer
  prompt: Prompt
  values: Readonly<Record<string, string>>
  schema: { name: string; schema: Record<string, unknown> } | null
  /** Parses an answer and tries it out. */
  read: (text: string) => Promise<Reading<T>>
}

/** What goes back of a long answer and of a long log. */
const ANSWER_LIMIT = 60_000
const PROBLEM_LIMIT = 4_000

const tail = (text: string, limit: number): string =>
  text.length <= limit ? text : `...${text.slice(-limit)}`

function correction(problem: string): string {
  return `Your answer was tried and cannot be used yet.\n\n${fenced('what the check said', tail(problem, PROBLEM_LIMIT))}\n\nSend the whole answer again, corrected, in the same form.`
}

/**
 * Asks the model of a role until its answer passes the check, at most MAX_TURNS times; each problem goes back to the
 * same role with the end of the log. A model that gives no usable answer is a refused attempt, never a half-used one.
 */
export async function converse<T>(
  models: RoleModel,
  talk: Conversation<T>,
): Promise<{ kind: 'done'; value: T } | Refusal> {
  const { role, repair, player, prompt, schema } = talk
  const messages: RoleMessage[] = [{ role: 'user', text: fillPrompt(prompt.question, talk.values) }]
  let problem = ''
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    const answer = await models.ask({
      role,
      repair,
      turn,
      player,
      system: prompt.system,
      messages,
      schema,
      promptHash: prompt.hash,
    })
    if (answer.finishReason === 'refusal') problem = 'The model refused to answer.'
    else {
      const reading = await talk.read(answer.text)
      if (reading.kind === 'ok') return { kind: 'done', value: reading.value }
      problem =
        answer.finishReason === 'length'
          ? `${reading.message}\nThe answer was cut at its longest length; send a shorter one.`
          : reading.message
    }
    messages.push(
      { role: 'assistant', text: tail(answer.text, ANSWER_LIMIT) || '(no text)' },
      { role: 'user', text: correction(problem) },
    )
  }
  const said = problem.trim().split('\n').at(-1)?.slice(0, 300) ?? ''
  return {
    kind: 'refused',
    reason: 'no-usable-answer',
    message: `${player.model} gave no usable answer in ${MAX_TURNS} turns: ${said}`,
  }
}
