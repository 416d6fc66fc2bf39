import { describe, expect, test } from 'vitest'
import { MAX_TURNS } from '#lib/domain/player.ts'
import { answering, PLAYER } from '#lib/pipeline/roles/model/answers.fixture.ts'
import { type Conversation, converse } from '#lib/pipeline/roles/model/converse.ts'

const talk = (read: Conversation<string>['read']): Conversation<string> => ({
  role: 'technical-writer',
  repair: 1,
  player: PLAYER,
  prompt: { version: 'v1', system: 'Write.', question: 'About {{topic}}.', hash: 'a'.repeat(64) },
  values: { topic: 'bees' },
  schema: null,
  read,
})
const wants = (word: string) => async (text: string) =>
  text === word
    ? ({ kind: 'ok', value: text } as const)
    : ({ kind: 'problem', message: `wanted ${word}` } as const)

describe('a conversation', () => {
  test('ends with the first answer that passes', async () => {
    const model = answering('honey')
    expect(await converse(model, talk(wants('honey')))).toEqual({ kind: 'done', value: 'honey' })
    expect(model.asked).toHaveLength(1)
    expect(model.asked[0]).toMatchObject({ role: 'technical-writer', repair: 1, turn: 0, system: 'Write.' })
    expect(model.asked[0]?.messages).toEqual([{ role: 'user', text: 'About bees.' }])
  })

  test('tells the model what is wrong, as data, and asks again', async () => {
    const model = answering('wax', 'honey')
    expect(await converse(model, talk(wants('honey')))).toEqual({ kind: 'done', value: 'honey' })
    const [, answer, correction] = model.asked[1]?.messages ?? []
    expect(answer).toEqual({ role: 'assistant', text: 'wax' })
    expect(correction?.text).toMatch(/<<<DATA .*\nwanted honey\nDATA /s)
  })

  test('gives up after its turns and refuses the attempt', async () => {
    const model = answering('wax')
    const result = await converse(model, talk(wants('honey')))
    expect(result).toMatchObject({ kind: 'refused', reason: 'no-usable-answer' })
    expect(result.kind === 'refused' && result.message).toMatch(/a-model .* wanted honey/)
    expect(model.asked.map(({ turn }) => turn)).toEqual(Array.from({ length: MAX_TURNS }, (_, turn) => turn))
  })

  test('a refusal and a cut answer are told apart', async () => {
    const model = answering({ refusal: true }, { cut: 'hon' }, 'honey')
    expect(await converse(model, talk(wants('honey')))).toMatchObject({ kind: 'done' })
    expect(model.asked[1]?.messages.at(-1)?.text).toMatch(/refused/)
    expect(model.asked[2]?.messages.at(-1)?.text).toMatch(/cut at its longest length/)
  })
})
