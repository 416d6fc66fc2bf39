import { expect, test } from 'vitest'
import { Slots } from '#lib/domain/slots.ts'

function gate() {
  let open = () => {}
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, passed }
}

test('never more at once than there are slots, in order of arrival', async () => {
  const slots = new Slots(2)
  const order: number[] = []
  let running = 0
  let most = 0
  const work = (index: number) =>
    slots.with(async () => {
      order.push(index)
      most = Math.max(most, ++running)
      await new Promise((resolve) => setImmediate(resolve))
      running -= 1
      return index
    })
  expect(await Promise.all([0, 1, 2, 3, 4, 5].map(work))).toEqual([0, 1, 2, 3, 4, 5])
  expect(order).toEqual([0, 1, 2, 3, 4, 5])
  expect(most).toBe(2)
})

test('a failure frees the slot', async () => {
  const slots = new Slots(1)
  await expect(slots.with(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await slots.with(async () => 1)).toBe(1)
})

test('an abort leaves the queue without taking a slot', async () => {
  const slots = new Slots(1)
  const { open, passed } = gate()
  const first = slots.with(() => passed)
  const control = new AbortController()
  const second = slots.with(async () => 2, control.signal)
  const third = slots.with(async () => 3)
  control.abort(new Error('gone'))
  await expect(second).rejects.toThrow('gone')
  open()
  await first
  expect(await third).toBe(3)
})
