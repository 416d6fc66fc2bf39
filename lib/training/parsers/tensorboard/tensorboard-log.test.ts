import { describe, expect, test } from 'vitest'
import { fileOf, plainOf, readAll } from '#lib/training/parsers/logs.fixture.ts'
import { LOG_LIMITS } from '#lib/training/parsers/parsed-run.ts'
import { crc32c } from '#lib/training/parsers/tensorboard/crc32c.ts'
import {
  event,
  f32,
  f64,
  fixed64,
  message,
  number,
  plugin,
  record,
  restart,
  simple,
  tensor,
  text,
  varint,
  version,
} from '#lib/training/parsers/tensorboard/event-file.fixture.ts'

const NAME = 'events.out.tfevents.1795410398.host.7.0'
const read = (...parts: number[][]) => readAll([fileOf(NAME, Uint8Array.from(parts.flat()), 11)])
const first = async (...parts: number[][]) => plainOf((await read(version(), ...parts)).runs[0])[0] ?? {}

test('CRC-32C has its check value', () => {
  expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283)
})

test('a record of PyTorch’s writer, byte by byte', async () => {
  const hex =
    '2a00000000000000ae8d91f5' +
    '09b82fbd77f2c0da41' +
    '1001' +
    '2a1d0a1b0a14747261696e696e672f676c6f62616c5f73746570150000803f' +
    '1cae94cd'
  const { formats, runs } = await read([...Buffer.from(hex, 'hex')])
  expect(formats).toEqual(['tensorboard'])
  expect(plainOf(runs[0])).toEqual([
    { 'training/global_step': { steps: [1], values: [1], times: [1795410398956] } },
  ])
})

describe('scalars', () => {
  test('old style: NaN, and a zero that is on the wire', async () => {
    const points = await first(event(2000, 1, simple('a', Number.NaN)), event(2001, 2, simple('a', 0)))
    expect(points.a).toMatchObject({ steps: [1, 2], values: [Number.NaN, 0] })
  })

  const half = [0xc1, 0x00]
  const TENSORS: [string, number[], number][] = [
    ['float in content', [...number(1, 1), ...message(4, f32(0.5))], 0.5],
    ['float packed', [...number(1, 1), ...message(5, f32(0.5))], 0.5],
    ['double in content', [...number(1, 2), ...message(4, f64(0.1))], 0.1],
    ['double packed', [...number(1, 2), ...message(6, f64(0.1))], 0.1],
    ['double alone', [...number(1, 2), ...fixed64(6, 0.1)], 0.1],
    ['int32, negative', [...number(1, 3), ...message(7, varint(-7))], -7],
    ['int64, negative', [...number(1, 9), ...number(10, -(2 ** 40) - 1)], -(2 ** 40) - 1],
    [
      'int64 in content',
      [
        ...number(1, 9),
        ...message(
          4,
          [...f64(0)].map((_, i) => (i === 4 ? 1 : 0)),
        ),
      ],
      2 ** 32,
    ],
    ['bool', [...number(1, 10), ...number(11, 1)], 1],
    ['bfloat16', [...number(1, 14), ...message(13, varint(0x3fc0))], 1.5],
    ['half', [...number(1, 19), ...message(13, varint(0x3e00))], 1.5],
    ['half in content', [...number(1, 19), ...message(4, half.toReversed())], fromHalfWord(0xc1, 0x00)],
    ['omitted, which is zero', [...number(1, 1)], 0],
  ]
  test.each(TENSORS)('tensor style: %s', async (_name, content, value) => {
    const points = await first(event(2000, 3, tensor('t', content, plugin('scalars'))))
    expect(points.t).toMatchObject({ steps: [3], values: [value] })
  })

  test('the plugin of a tag is remembered; other plugins, lists and texts are not points', async () => {
    const float = [...number(1, 1), ...message(5, f32(2))]
    const list = [
      ...number(1, 1),
      ...message(2, message(2, number(1, 3))),
      ...message(5, [...f32(1), ...f32(2), ...f32(3)]),
    ]
    const words = [...number(1, 7), ...message(8, text('hello'))]
    const result = await read(
      version(),
      event(2000, 1, tensor('s', float, plugin('scalars'))),
      event(2000, 1, tensor('h', float, plugin('histograms'))),
      event(2001, 2, tensor('s', float)),
      event(2001, 2, tensor('h', float)),
      event(2001, 2, [...tensor('l', list), ...tensor('w', words)]),
    )
    const [points = {}] = plainOf(result.runs[0])
    expect(Object.keys(points)).toEqual(['s'])
    expect(points.s).toMatchObject({ steps: [1, 2], values: [2, 2] })
    expect(result.warnings[0]?.message).toContain('4 values that are not scalars')
  })
})

/** A half from its two bytes, most significant first, computed another way than the reader does. */
function fromHalfWord(high: number, low: number): number {
  const sign = high >= 128 ? -1 : 1
  const exponent = (high & 0x7c) >> 2
  return sign * 2 ** (exponent - 15) * (1 + (((high & 3) << 8) | low) / 1024)
}

describe('a run that was resumed', () => {
  const rows = (from: number, to: number, value: number) =>
    Array.from({ length: to - from + 1 }, (_, i) =>
      event(2e9 + from + i, from + i, simple('a', value)),
    ).flat()

  test('in another file of the folder: a new segment, the old one whole', async () => {
    const file = (n: number, bytes: number[]) =>
      fileOf(`run/events.out.tfevents.${n}.h`, Uint8Array.from(bytes))
    const { runs } = await readAll([
      file(2, [...version(), ...rows(3, 6, 2)]),
      file(1, [...version(), ...rows(1, 4, 1)]),
    ])
    expect(runs).toHaveLength(1)
    expect(plainOf(runs[0]).map(({ a }) => [a?.steps, a?.values])).toEqual([
      [
        [1, 2, 3, 4],
        [1, 1, 1, 1],
      ],
      [
        [3, 4, 5, 6],
        [2, 2, 2, 2],
      ],
    ])
  })

  test('as the writer itself says it, though the steps do not repeat', async () => {
    const { runs } = await read(version(), rows(1, 4, 1), restart(3), rows(4, 5, 2))
    expect(plainOf(runs[0]).map(({ a }) => a?.steps)).toEqual([
      [1, 2, 3, 4],
      [4, 5],
    ])
  })

  test('files that continue or log other metrics are no resume', async () => {
    const file = (n: number, bytes: number[]) =>
      fileOf(`run/events.out.tfevents.${n}.h`, Uint8Array.from(bytes))
    const other = event(2e9, 1, simple('b', 1))
    const { runs } = await readAll([
      file(1, [...version(), ...rows(1, 4, 1)]),
      file(2, [...version(), ...other, ...rows(5, 6, 2)]),
    ])
    expect(plainOf(runs[0])).toHaveLength(1)
  })
})

describe('damage', () => {
  const good = [...version(), ...event(2000, 1, simple('a', 1))]
  const next = event(2001, 2, simple('a', 2))

  test('a cut tail ends the reading, wherever the cut is', async () => {
    for (let cut = 1; cut < next.length; cut++) {
      const { runs, warnings } = await read(good, next.slice(0, cut))
      expect(plainOf(runs[0])[0]?.a?.steps).toEqual([1])
      expect(warnings).toMatchObject([{ message: expect.stringContaining('cut off') }])
    }
  })

  test('a payload with a wrong checksum is left out, the next one read', async () => {
    const damaged = [...next]
    damaged[20] = (damaged[20] ?? 0) ^ 1
    const { runs, warnings } = await read(good, damaged, event(2002, 3, simple('a', 3)))
    expect(plainOf(runs[0])[0]?.a?.steps).toEqual([1, 3])
    expect(warnings[0]?.where).toContain('record 3')
    expect(warnings[0]?.message).toContain('checksum')
  })

  test('a damaged length ends the reading; a huge one costs no memory', async () => {
    const damaged = [...next]
    damaged[7] = 0x7f
    const ended = await read(good, damaged, event(2002, 3, simple('a', 3)))
    expect(plainOf(ended.runs[0])[0]?.a?.steps).toEqual([1])
    expect(ended.warnings[0]?.message).toContain('damaged here')
  })

  test('a record that is too large is passed over, and a long one is put together from its pieces', async () => {
    const picture = (bytes: number) =>
      event(2001, 2, message(1, [...message(1, text('p')), ...message(4, Array(bytes).fill(7))]))
    const file = fileOf(
      NAME,
      Uint8Array.from([...good, ...picture(5000), ...picture(300), ...event(2002, 3, simple('a', 3))]),
      11,
    )
    const { runs, warnings } = await readAll([file], { limits: { ...LOG_LIMITS, recordBytes: 1000 } })
    expect(plainOf(runs[0])[0]?.a?.steps).toEqual([1, 3])
    expect(warnings.map(({ message }) => message).join()).toMatch(/too large.*1 values that are not scalars/)
  })

  test('payloads that are not messages give nothing and never throw', async () => {
    const junk = Array.from({ length: 60 }, (_, i) => (i * 97 + 13) % 256)
    const bodies = Array.from({ length: 40 }, (_, i) => record(junk.slice(i, i + 20)))
    const { runs } = await read(good, ...bodies, event(2002, 3, simple('a', 3)))
    expect(plainOf(runs[0])[0]?.a?.steps).toContain(3)
  })
})

test('hyper-parameters are configuration; a session folder gives its own to the run around it', async () => {
  const value = (field: number, bytes: number[]) =>
    message(2, [...varint(field * 8 + 2), ...varint(bytes.length), ...bytes])
  const entry = (key: string, content: number[]) => message(1, [...message(1, text(key)), ...content])
  const session = message(3, [
    ...entry('lr', message(2, fixed64(2, 1e-6))),
    ...entry('model', value(3, text('qwen'))),
    ...entry('lora', message(2, number(4, 1))),
  ])
  const metadata = message(9, message(1, [...message(1, text('hparams')), ...message(2, session)]))
  const hparams = event(
    2000,
    0,
    message(1, [...message(1, text('_hparams_/session_start_info')), ...metadata]),
  )
  const final = event(2000, 0, simple('hparam/score', 1))
  const { runs } = await readAll([
    fileOf('a/events.out.tfevents.1.h', Uint8Array.from([...version(), ...event(2000, 1, simple('x', 1))])),
    fileOf('a/1795410398.25/events.out.tfevents.2.h', Uint8Array.from([...version(), ...hparams, ...final])),
  ])
  expect(runs).toHaveLength(1)
  expect(runs[0]?.config).toEqual({ lr: '0.000001', model: 'qwen', lora: 'true' })
})
