import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cassetteFor } from '#lib/llm/scripted-provider/album.ts'

let dir = ''
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'sandmle-album-'))
  for (const name of ['b', 'a', 'c']) {
    mkdirSync(join(dir, name))
    writeFileSync(join(dir, name, 'cassette.json'), '{}')
  }
})
afterAll(() => rmSync(dir, { recursive: true }))

const at = (candidate: string) => ({ role: 'ml-developer', candidate, repair: 0, turn: 0 }) as const

test('the album plays another cassette for each place of a run, the same for every role', async () => {
  const places = ['7-0', '7-1', '7-2', '7-3', '8-1']
  const played = await Promise.all(places.map((candidate) => cassetteFor(dir, 'album', at(candidate))))
  expect(played).toEqual(['a', 'b', 'c', 'a', 'b'])
})

test('another model is the cassette that it names', async () => {
  expect(await cassetteFor(dir, 'c', at('7-0'))).toBe('c')
})

test('an empty album says so', async () => {
  const empty = mkdtempSync(join(dir, 'empty-'))
  await expect(cassetteFor(empty, 'album', at('7-0'))).rejects.toThrow('album is empty')
})
