import { expect, test } from 'vitest'
import type { RoleAsk } from '#lib/domain/ports/role-model.ts'
import { decodeText } from '#lib/pipeline/canonical.ts'
import { questionOf } from '#workers/models/question.ts'

const ASK: RoleAsk = {
  role: 'ml-developer',
  repair: 0,
  turn: 0,
  player: {
    kind: 'model',
    connectionId: 'c',
    model: 'm',

    temperature: 0,
    maxOutputTokens: 9,
  },
  system: 'You write the generator.',
  messages: [{ role: 'user', text: 'Go.' }],
  schema: null,
  promptHash: 'p',
}
const kept = (ask: RoleAsk, ordinal: number) => {
  const { bytes, hash } = questionOf(ask, { runSeed: 7, ordinal })
  return { hash, system: JSON.parse(decodeText(bytes)).system }
}

test('prompts of one role begin alike for every candidate, repair and turn', () => {
  const asked = [kept(ASK, 0), kept(ASK, 1), kept({ ...ASK, repair: 1, turn: 2 }, 0)]
  expect(new Set(asked.map(({ system }) => system))).toEqual(new Set(['You write the generator.']))
})

test('who asks makes a question of its own, and the same one asks the same', () => {
  expect(kept(ASK, 0).hash).toBe(kept(ASK, 0).hash)
  expect(new Set([kept(ASK, 0).hash, kept(ASK, 1).hash, kept({ ...ASK, turn: 1 }, 0).hash]).size).toBe(3)
})
