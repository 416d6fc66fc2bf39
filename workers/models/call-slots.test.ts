import { expect, test } from 'vitest'
import { CallSlots } from '#workers/models/call-slots.ts'

const never = new AbortController().signal
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('at most so many at a time for each key, the others in the order of arrival', async () => {
  const slots = new CallSlots(2)
  const order: string[] = []
  const enter = async (name: string, key = 'a') => {
    const release = await slots.take(key, never)
    order.push(name)
    return release
  }
  const [first] = await Promise.all([enter('1'), enter('2')])
  const waiting = [enter('3'), enter('4')]
  await enter('other', 'b')
  await settled()
  expect(order).toEqual(['1', '2', 'other'])
  first()
  first()
  const third = await waiting[0]
  await settled()
  expect(order).toEqual(['1', '2', 'other', '3'])
  third?.()
  await waiting[1]
  expect(order.at(-1)).toBe('4')
})

test('who aborts leaves the queue, and its slot goes to the next', async () => {
  const slots = new CallSlots(1)
  const release = await slots.take('a', never)
  const controller = new AbortController()
  const left = slots.take('a', controller.signal)
  const next = slots.take('a', never)
  controller.abort(new Error('cancelled'))
  await expect(left).rejects.toThrow('cancelled')
  await expect(slots.take('b', controller.signal)).rejects.toThrow('cancelled')
  release()
  ;(await next)()
  expect(typeof (await slots.take('a', never))).toBe('function')
})
