import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Cassette,
  listCassettes,
  loadCassette,
  readReply,
  replyFor,
} from '#lib/llm/scripted-provider/cassette.ts'

const role = 'ml-developer'
const cassette: Cassette = {
  title: 'T',
  authored: true,
  seed: 's',
  modality: 'tabular',
  metric: 'auc',
  replies: [
    { role, repair: 0, turn: 0, file: 'r0-t0' },
    { role, repair: 0, turn: 2, file: 'r0-t2' },
    { role, repair: 2, turn: 1, file: 'r2-t1' },
    { role: 'technical-writer', repair: 1, turn: 0, file: 'writer' },
  ],
}

describe('replyFor', () => {
  it.each([
    [0, 0, 'r0-t0'],
    [0, 1, 'r0-t0'],
    [0, 5, 'r0-t2'],
    [1, 2, 'r0-t2'],
    [2, 0, 'r0-t0'],
    [2, 1, 'r2-t1'],
    [9, 9, 'r2-t1'],
  ])('serves repair %i, turn %i its own or the highest lower reply', (repair, turn, file) => {
    expect(replyFor(cassette, { role, repair, turn })?.file).toBe(file)
  })

  it('does not depend on the order of the list', () => {
    const reversed = { ...cassette, replies: cassette.replies.toReversed() }
    expect(replyFor(reversed, { role, repair: 1, turn: 5 })?.file).toBe('r0-t2')
  })

  it('has none for a role without replies, nor below the first', () => {
    expect(replyFor(cassette, { role: 'data-strategist', repair: 0, turn: 0 })).toBeNull()
    expect(replyFor(cassette, { role: 'technical-writer', repair: 0, turn: 0 })).toBeNull()
  })
})

describe('a folder of cassettes', () => {
  let dir = ''
  const write = (name: string, value: string) => {
    mkdirSync(join(dir, name), { recursive: true })
    writeFileSync(join(dir, name, 'cassette.json'), value)
  }
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'sandmle-cassettes-'))
    write('good', JSON.stringify(cassette))
    write('text', 'not json')
    write('wrong', JSON.stringify({ ...cassette, authored: false, extra: 1 }))
    write(
      'escaping',
      JSON.stringify({ ...cassette, replies: [{ role, repair: 0, turn: 0, file: '../good' }] }),
    )
    mkdirSync(join(dir, 'empty'))
  })
  afterAll(() => rmSync(dir, { recursive: true }))

  it('lists those that hold a cassette.json', async () => {
    expect(await listCassettes(dir)).toEqual(['escaping', 'good', 'text', 'wrong'])
  })

  it.each([
    ['missing', 404, /no cassette missing. The cassettes here: escaping, good, text, wrong\./],
    ['text', 500, /text\/cassette.json is not JSON/],
    ['wrong', 500, /authored/],
    ['escaping', 500, /not a plain file name/],
  ])('says what is wrong with %s', async (name, status, message) => {
    await expect(loadCassette(dir, name)).rejects.toMatchObject({
      status,
      message: expect.stringMatching(message),
    })
  })

  it('names a text that is not there', async () => {
    const [reply] = (await loadCassette(dir, 'good')).replies
    if (!reply) throw new Error('the cassette has replies')
    await expect(readReply(dir, 'good', reply)).rejects.toThrow('good/r0-t0 is named in cassette.json')
  })
})
