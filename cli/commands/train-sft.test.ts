import { expect, test } from 'vitest'
import { uuid } from '#cli/wire.fixture.ts'
import { commandWorld } from '#cli/world.fixture.ts'

const EXAMPLES = '{"reward":1,"environment":"höhe"}\n{"reward":0.8}\n'
const world = commandWorld(() => ({ bytes: Buffer.from(EXAMPLES) }))
const { run } = world

test('prints the lines as they come, and asks for what was wanted', async () => {
  const { code, out } = await run('train', 'sft', uuid(1), '--min-reward', '.8', '--split', 'train')
  expect(code).toBe(0)
  expect(out).toBe(EXAMPLES)
  const [asked] = world.received
  expect(asked?.path).toBe(`/api/v1/training/${uuid(1)}/sft`)
  expect(Object.fromEntries(asked?.query ?? [])).toEqual({ minReward: '0.8', split: 'train', valid: 'true' })
})

test('a reward that is not a number is a usage failure', async () => {
  expect((await run('train', 'sft', uuid(1), '--min-reward', 'high')).code).toBe(2)
  expect((await run('train', 'sft', uuid(1), '--split', 'test')).code).toBe(2)
  expect(world.received).toEqual([])
})
