import { expect, test } from 'vitest'
import type { RoleAssignment } from '#components/models/assignment.ts'
import { firstChange, playedPrompts, reuseWords } from '#components/runs/branch/branch-draft.ts'
import type { RunDetail } from '#lib/contracts/runs.ts'
import { BUILTIN_PLAYERS, type ModelPlayer } from '#lib/domain/player.ts'

const player: ModelPlayer = {
  kind: 'model',
  connectionId: '01a208d2-be60-74ab-9b5c-6f53eba29461',
  model: 'm',
  temperature: null,
  maxOutputTokens: 4000,
}
const request = {
  players: { ...BUILTIN_PLAYERS, 'technical-writer': player },
  prompts: { 'technical-writer': 'v2' },
}
const run = { request } as unknown as RunDetail
const assignment = (players: Extract<RoleAssignment, { kind: 'ok' }>['players']): RoleAssignment => ({
  kind: 'ok',
  players,
  models: [],
  cap: { kind: 'empty' },
})

test('the first role that is played in another way decides what runs again', () => {
  const same = assignment({ 'technical-writer': player })
  expect(firstChange(run, same, { 'technical-writer': 'v2' })).toBeNull()
  expect(firstChange(run, same, { 'technical-writer': 'v1' })).toBe('technical-writer')
  expect(firstChange(run, assignment({}), {})).toBe('technical-writer')
  const also = assignment({ 'technical-writer': player, 'ml-developer': player })
  expect(firstChange(run, also, { 'technical-writer': 'v2' })).toBe('ml-developer')
  expect(reuseWords('ml-developer')).toContain('data strategist. Runs again: ML developer')
  expect(reuseWords('data-strategist')).toContain('Every role runs again')
})

test('a prompt of a role that the engine plays is not sent', () => {
  const prompts = { 'technical-writer': 'v1', 'ml-developer': 'v1' }
  expect(playedPrompts(assignment({ 'technical-writer': player }), prompts)).toEqual({
    'technical-writer': 'v1',
  })
})
