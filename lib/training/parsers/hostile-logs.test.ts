import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { processorMs } from '#lib/processor-time.fixture.ts'
import { FIXTURES, fileOf, fixture, plainOf, readAll } from '#lib/training/parsers/logs.fixture.ts'
import { LOG_LIMITS } from '#lib/training/parsers/parsed-run.ts'

const limits = (over: Partial<typeof LOG_LIMITS>) => ({ limits: { ...LOG_LIMITS, ...over } })

describe('what is not a log is refused with its name, the reason and the next step', () => {
  test.each([
    ['hostile/empty.jsonl', /empty/],
    ['hostile/poem.txt', /not a log that is known/],
    ['hostile/run.wandb', /No metric was found/],
    ['hostile/quote.csv', /quote that opens on line 2 is not closed/],
  ])('%s', async (name, message) => {
    const { runs, refused } = await readAll([fixture(name)])
    expect(runs).toEqual([])
    expect(refused).toHaveLength(1)
    expect(refused[0]?.file).toBe(name.slice(name.indexOf('/') + 1))
    expect(refused[0]?.message).toMatch(message)
    expect(refused[0]?.next).toMatch(/\w+ .+\./)
  })
})

test('a bad file among good ones is named, the good ones are read', async () => {
  const { runs, refused } = await readAll([
    fixture('verl/new-form.jsonl', 'runs/a/log.jsonl'),
    fixture('hostile/poem.txt', 'runs/a/poem.txt'),
    fixture('verl/old-form.jsonl', 'runs/b/log.jsonl'),
  ])
  expect(runs.map(({ name }) => name)).toEqual(['a', 'b'])
  expect(refused.map(({ file }) => file)).toEqual(['runs/a/poem.txt'])
})

test('odd rows cost themselves alone, and no prototype is touched', async () => {
  const { runs, warnings } = await readAll([fixture('hostile/odd.jsonl')])
  expect(plainOf(runs[0])[0]?.loss).toEqual({ steps: [1], values: [1] })
  expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('polluted')
  expect(warnings.map(({ where }) => where)).toContain('line 2')
})

test('a configuration of nested aliases is not unfolded', async () => {
  const { runs, warnings } = await readAll([
    fixture('verl/new-form.jsonl', 'a/log.jsonl'),
    fixture('hostile/aliases.yaml', 'a/config.yaml'),
  ])
  expect(runs).toHaveLength(1)
  expect(warnings).toMatchObject([{ file: 'a/config.yaml' }])
})

describe('limits', () => {
  const rows = Array.from({ length: 50 }, (_, i) => JSON.stringify({ step: i, a: i, [`m${i}`]: 1 })).join(
    '\n',
  )

  test('points', async () => {
    const { runs, warnings } = await readAll([fileOf('a.jsonl', rows)], limits({ points: 21 }))
    expect(plainOf(runs[0])[0]?.a?.steps.length).toBe(11)
    expect(warnings[0]?.message).toContain('more than 21 points')
  })

  test('metrics and runs', async () => {
    const many = await readAll([fileOf('a.jsonl', rows)], limits({ metrics: 3 }))
    expect(Object.keys(plainOf(many.runs[0])[0] ?? {})).toEqual(['a', 'm0', 'm1'])
    const byRun = rows.replaceAll('"a":', '"run":')
    const runs = await readAll([fileOf('a.jsonl', byRun)], limits({ runs: 4 }))
    expect(runs.runs).toHaveLength(4)
    expect(runs.warnings[0]?.message).toContain('more than 4 runs')
  })

  test('a line and a document', async () => {
    const long = `{"step":1,"x":"${'y'.repeat(5000)}","loss":1}\n{"step":2,"loss":2}\n`
    const line = await readAll([fileOf('a.jsonl', long)], limits({ lineLength: 1000 }))
    expect(plainOf(line.runs[0])).toEqual([{ loss: { steps: [2], values: [2] } }])
    expect(line.warnings).toMatchObject([{ where: 'line 1' }])
    const whole = await readAll([fixture('jsonl/list.json')], limits({ documentBytes: 10 }))
    expect(whole.refused[0]?.message).toContain('too large')
  })
})

describe('damaged parquet', () => {
  const whole = readFileSync(join(FIXTURES, 'parquet/history-snappy.parquet'))

  test('cut anywhere it is refused, never thrown', async () => {
    for (let cut = 4; cut < whole.length; cut += 97) {
      const { runs, refused } = await readAll([fileOf('h.parquet', whole.subarray(0, cut), 1e9)])
      expect(runs).toEqual([])
      expect(refused).toHaveLength(1)
    }
  })

  test('with any byte changed it is refused by name, or gives no more points than the whole', async () => {
    const seriesOf = ({ runs }: Awaited<ReturnType<typeof readAll>>) =>
      runs.flatMap(plainOf).flatMap((segment) => Object.values(segment))
    const sound = seriesOf(await readAll([fileOf('h.parquet', whole, 1e9)]))
    const rows = Math.max(...sound.map(({ steps }) => steps.length))
    const ends = new Set<string>()
    for (let at = 4; at < whole.length; at += 13) {
      const changed = Uint8Array.from(whole)
      changed[at] = (changed[at] ?? 0) ^ 0xff
      const result = await readAll([fileOf('h.parquet', changed, 1e9)])
      const end = result.runs.length === 1 ? 'read' : 'refused'
      ends.add(end)
      const note = {
        file: 'h.parquet',
        message: expect.stringMatching(/\w/),
        next: expect.stringMatching(/\w/),
      }
      expect(result.refused, `byte ${at}`).toMatchObject(end === 'read' ? [] : [note])
      const read = seriesOf(result)
      expect(read.length, `byte ${at}`).toBeLessThanOrEqual(sound.length)
      for (const { steps, values } of read) {
        expect(values, `byte ${at}`).toHaveLength(steps.length)
        expect(steps.length, `byte ${at}`).toBeLessThanOrEqual(rows)
      }
    }
    expect(ends).toEqual(new Set(['read', 'refused']))
  })
})

test('100,000 steps of 20 metrics are read in a few seconds', async () => {
  const names = Array.from({ length: 20 }, (_, i) => `critic/metric_${i}/mean`)
  const lines: string[] = []
  for (let step = 0; step < 100_000; step++)
    lines.push(
      JSON.stringify({ step, data: Object.fromEntries(names.map((name, i) => [name, step / (i + 1)])) }),
    )
  const file = fileOf('big.jsonl', lines.join('\n'), 65_536)
  const started = processorMs()
  const { runs } = await readAll([file])
  const ms = processorMs() - started
  expect(runs[0]?.segments[0]?.series.size).toBe(20)
  expect(runs[0]?.segments[0]?.series.get('critic/metric_3/mean')?.values.at(-1)).toBe(99_999 / 4)
  console.log(`2,000,000 points in ${Math.round(ms)} ms, ${Math.round(file.bytes / 1e6)} MB`)
  expect(ms).toBeLessThan(20_000)
})
