import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { requireSamePerson } from '#lib/services/people/require-same-person.ts'
import { openTestServices, type TestServices } from '#lib/services/services.fixture.ts'

let world: TestServices
beforeAll(async () => {
  world = await openTestServices()
})
afterAll(() => world.close())

describe('what a page sends', () => {
  test('is taken from the person that the page was made for', async () => {
    const robin = await world.user('reviewer', 'Robin')
    await requireSamePerson({ ctx: world.as(robin), input: robin.userId })
    await requireSamePerson({ ctx: world.as(robin), input: undefined })
  })

  test.each(['owner', 'researcher', 'reviewer', 'viewer'] as const)(
    'is refused from a %s who signed in meanwhile, with both names',
    async (role) => {
      const robin = await world.user('reviewer', 'Robin Writer')
      const quinn = await world.user(role, 'Quinn Reviewer')
      await expect(requireSamePerson({ ctx: world.as(quinn), input: robin.userId })).rejects.toMatchObject({
        code: 'conflict',
        publicMessage: expect.stringMatching(/belongs to Robin Writer, .*signed in as Quinn Reviewer now/),
      })
    },
  )

  test('two people of one name are still two people', async () => {
    const [one, other] = [await world.user('reviewer', 'Kim'), await world.user('reviewer', 'Kim')]
    await expect(requireSamePerson({ ctx: world.as(one), input: other.userId })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  test.each([
    ['nobody', 'conflict'],
    ['', 'invalid'],
    [7, 'invalid'],
    [null, 'invalid'],
    [{ id: 'x' }, 'invalid'],
  ])('%j names nobody who may write: %s', async (input, code) => {
    const ctx = world.as(await world.user('reviewer'))
    await expect(requireSamePerson({ ctx, input })).rejects.toMatchObject({ code })
  })
})
