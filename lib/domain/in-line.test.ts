import { expect, test } from 'vitest'
import { inLine } from '#lib/domain/in-line.ts'

test('so many run at once, so many wait in order, the rest is refused, and a failure frees its place', async () => {
  const line = inLine(2, 2, 'full')
  const jobs = Array.from({ length: 5 }, () => Promise.withResolvers<void>())
  const begun: number[] = []
  const all = jobs.map(({ promise }, at) =>
    line(() => {
      begun.push(at)
      return promise
    }),
  )
  await expect(all[4]).rejects.toMatchObject({ code: 'limit', publicMessage: 'full' })
  expect(begun).toEqual([0, 1])
  jobs[1]?.reject(new Error('broken'))
  await expect(all[1]).rejects.toThrow('broken')
  expect(begun).toEqual([0, 1, 2])
  for (const job of jobs) job.resolve()
  await Promise.allSettled(all)
  expect(begun).toEqual([0, 1, 2, 3])
  expect(await line(async () => 'again')).toBe('again')
})
