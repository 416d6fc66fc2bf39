import type { ModelPlayer } from '#lib/domain/player.ts'
import type { RoleAsk, RoleModel } from '#lib/domain/ports/role-model.ts'

export const PLAYER: ModelPlayer = {
  kind: 'model',
  connectionId: '01a208d2-be60-74ab-9b5c-6f53eba29461',
  model: 'a-model',
  temperature: null,
  maxOutputTokens: 4000,
}

/** A model that gives these answers in turn, the last one again and again, and notes what it was asked. */
export function answering(
  ...answers: readonly (string | { refusal: true } | { cut: string })[]
): RoleModel & {
  asked: RoleAsk[]
} {
  const asked: RoleAsk[] = []
  return {
    asked,
    async ask(ask) {
      const answer = answers[Math.min(asked.length, answers.length - 1)] ?? ''
      asked.push({ ...ask, messages: [...ask.messages] })
      const exchangeId = `exchange-${asked.length}`
      if (typeof answer === 'string') return { text: answer, finishReason: 'stop', exchangeId }
      if ('cut' in answer) return { text: answer.cut, finishReason: 'length', exchangeId }
      return { text: '', finishReason: 'refusal', exchangeId }
    },
  }
}
