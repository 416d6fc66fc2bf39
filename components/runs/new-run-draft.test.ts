import { expect, test } from 'vitest'
import { assignmentDraft } from '#components/models/assignment.ts'
import { LAB } from '#components/models/connection.fixture.ts'
import { readAssignment } from '#components/models/read-assignment.ts'
import { freshDraft, startInput } from '#components/runs/new-run-draft.ts'
import { StartRunInput } from '#lib/contracts/runs.ts'
import { BUILTIN_PLAYERS, type ModelPlayer } from '#lib/domain/player.ts'

const MODEL: ModelPlayer = {
  kind: 'model',
  connectionId: LAB.id,
  model: 'm',
  temperature: 0.5,
  maxOutputTokens: 4000,
}
function form(fields: Record<string, string>): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.set(name, value)
  return data
}
const chosen = {
  key: 'key-of-this-form',
  seeds: ['alpha'],
  count: { by: 'run', value: 9 },
  controls: {},
  reviewer: null,
} as const

test('the built-in engine alone names no players and no cap, even where one is left in the field', () => {
  const assignment = readAssignment({ ...assignmentDraft(), cap: '5' }, [LAB])
  const input = StartRunInput.parse(
    startInput(form({ certificate: 'quick', name: ' ' }), { ...chosen, assignment }),
  )
  expect(input).toMatchObject({ players: {}, capMicroUsd: null, certificate: 'quick', candidates: 9 })
  expect(input.name).toBeUndefined()
})

test('the role assignment of an earlier run comes back as it was', () => {
  const players = { ...BUILTIN_PLAYERS, 'ml-developer': MODEL }
  const assignment = readAssignment(assignmentDraft(players, '0.25'), [LAB])
  const input = StartRunInput.parse(startInput(form({ runSeed: '7' }), { ...chosen, assignment }))
  expect(input).toMatchObject({ players: { 'ml-developer': MODEL }, capMicroUsd: 250_000, runSeed: 7 })
})

test('each seed gets its candidate, and a first run is worth looking at', () => {
  expect(freshDraft(['a']).count).toEqual({ by: 'run', value: 8 })
  expect(freshDraft(Array.from({ length: 12 }, (_, n) => `s${n}`)).count.value).toBe(12)
})

test('a count by seed and the controls go into the request as they are', () => {
  const assignment = readAssignment(assignmentDraft(), [LAB])
  const asked = { count: { by: 'seed', value: 3 }, controls: { difficulty: 'hard' } } as const
  const input = StartRunInput.parse(startInput(form({}), { ...chosen, ...asked, assignment }))
  expect(input).toMatchObject({ perSeed: 3, controls: { difficulty: 'hard' } })
  expect(input.candidates).toBeUndefined()
})
