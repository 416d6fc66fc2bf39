import { describe, expect, test } from 'vitest'
import { guardShape, readJson } from '#lib/http/read-body.ts'

const LIMIT = { bytes: 64, values: 10 }
type Init = { body: BodyInit | null; headers?: Record<string, string> }
const read = ({ body, headers = {} }: Init, limit = {}) =>
  readJson(
    new Request('http://studio.test', { method: 'POST', body, headers, duplex: 'half' } as RequestInit),
    {
      ...LIMIT,
      ...limit,
    },
  )

/** Sends `parts`, and then nothing more, without an end. */
const dribble = (...parts: string[]) => {
  const state = { cancelled: false }
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      for (const part of parts) controller.enqueue(new TextEncoder().encode(part))
    },
    cancel: () => {
      state.cancelled = true
    },
  })
  return { body, state }
}

describe('a body', () => {
  test('is an object, an empty one too', async () => {
    expect(await read({ body: '{"ä":[1]}' })).toEqual({ ä: [1] })
    expect(await read({ body: null })).toEqual({})
  })

  test.each(['1', '[]', 'null', '"x"', '{', '{"a":1}}', 'a=b'])('%s is refused', async (body) => {
    await expect(read({ body })).rejects.toMatchObject({ code: 'invalid' })
  })

  test.each(['id,y\n1,2\n', '1,2,3,4\n', ' \n1,2'])(
    '%j is not JSON, however many values it has',
    async (start) => {
      const table = start.repeat(3).replaceAll(',', ',,,,,,')
      await expect(read({ body: table }, { bytes: 1024 })).rejects.toMatchObject({
        publicMessage: expect.stringContaining('not JSON'),
      })
    },
  )

  test('that is not text is refused', async () => {
    await expect(read({ body: new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]) })).rejects.toMatchObject({
      code: 'invalid',
    })
  })

  test('ends at its limit, announced or not', async () => {
    await expect(read({ body: `{"a":"${'x'.repeat(60)}"}` })).rejects.toMatchObject({ code: 'too-large' })
    const { body, state } = dribble('{"a":"', 'x'.repeat(80))
    await expect(read({ body })).rejects.toMatchObject({ code: 'too-large' })
    expect(state.cancelled).toBe(true)
  })

  test('that does not come is given up', async () => {
    const { body, state } = dribble('{')
    await expect(read({ body }, { readMs: 50 })).rejects.toMatchObject({
      publicMessage: expect.stringContaining('did not arrive'),
    })
    expect(state.cancelled).toBe(true)
  })

  test('that breaks off is the sender’s fault', async () => {
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(new Error('aborted')),
    })
    await expect(read({ body })).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('the shape of JSON', () => {
  const shape = (json: string, values = 10) => guardShape(new TextEncoder().encode(json), { values })

  test.each(['[1,2,3]', '{"a":{"b":[]}}', '"[[[[,,,,,,,,,,,,"', '{"a":"\\\\","b":"\\"[,,,,,,,,,,,"}', ''])(
    '%s is fine',
    (json) => {
      expect(() => shape(json)).not.toThrow()
    },
  )

  test('many values, in texts or keys or not at all, and deep ones are refused', () => {
    expect(() => shape('[1,2,3,4,5,6,7,8,9,10,11]')).toThrow('10 values')
    expect(() => shape('[[],[],[],[],[],[]]')).toThrow('10 values')
    expect(() => shape(',,,,,,,,,,')).toThrow('10 values')
    expect(() => shape('['.repeat(33), 100)).toThrow('32 levels')
    expect(() => shape(`${'[]'.repeat(40)}`, 100)).not.toThrow()
  })

  test('sixteen megabytes are counted in one pass', () => {
    const text = Buffer.from(`{"a":"${'x'.repeat(16 * 2 ** 20)}"}`)
    const before = process.cpuUsage()
    guardShape(text, { values: 10 })
    guardShape(Buffer.from(`"${'\\\\'.repeat(8 * 2 ** 20)}"`), { values: 10 })
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(1500)
  })
})
