import { afterAll, beforeAll, expect, test } from 'vitest'
import { SavedViewView } from '#lib/contracts/views.ts'
import { openTestServices, type TestServices } from '#lib/services/services.fixture.ts'
import { deleteView } from '#lib/services/views/delete-view.ts'
import { getView } from '#lib/services/views/get-view.ts'
import { listViews } from '#lib/services/views/list-views.ts'
import { saveView } from '#lib/services/views/save-view.ts'

let world: TestServices
beforeAll(async () => {
  world = await openTestServices()
})
afterAll(() => world.close())

test('a view is kept under a short id that everybody may open, and its maker or an owner takes it away', async () => {
  const maker = world.as(await world.user('viewer', 'Ada'))
  const other = world.as(await world.user('researcher'))
  const input = { page: 'training' as const, name: ' reward, log ', query: '?metric=reward&y=log' }
  const view = SavedViewView.parse(await saveView({ ctx: maker, input }))
  expect(view).toMatchObject({ name: 'reward, log', query: 'metric=reward&y=log', createdByName: 'Ada' })
  expect(await getView({ ctx: other, input: { viewId: view.id } })).toEqual(view)
  const second = await saveView({ ctx: other, input: { ...input, name: 'second' } })
  await saveView({ ctx: other, input: { ...input, page: 'results' as const } })
  const { views } = await listViews({ ctx: maker, input: { page: 'training' } })
  expect(views.map(({ id }) => id).sort()).toEqual([view.id, second.id].sort())

  const remove = (ctx: typeof maker, viewId: string) => deleteView({ ctx, input: { viewId } })
  await expect(remove(other, view.id)).rejects.toMatchObject({ code: 'forbidden' })
  await remove(maker, view.id)
  await remove(world.as(await world.user('owner')), second.id)
  await expect(getView({ ctx: maker, input: { viewId: view.id } })).rejects.toMatchObject({
    code: 'not-found',
  })
  const verbs = await world.database.db.audit.findMany({
    where: { entityId: view.id },
    orderBy: { id: 'asc' },
  })
  expect(verbs.map(({ verb }) => verb)).toEqual(['view.save', 'view.delete'])
})

test.each<object>([{ name: '' }, { page: 'nowhere' }, { query: 'x'.repeat(20_001) }])(
  '%j is refused',
  async (wrong) => {
    const ctx = world.as(await world.user('viewer'))
    const input = { page: 'training' as const, name: 'n', query: '', ...wrong }
    await expect(saveView({ ctx, input })).rejects.toMatchObject({ code: 'invalid' })
  },
)
