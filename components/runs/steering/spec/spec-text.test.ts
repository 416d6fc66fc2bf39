import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { withOrdinary } from '#components/runs/steering/spec/signal-fields.tsx'
import { readSpec, withColumn, withMechanism, writeSpec } from '#components/runs/steering/spec/spec-text.ts'

const text = readFileSync(
  new URL('../../../../python/tests/specs/ratio-threshold.json', import.meta.url),
  'utf8',
)
const { secret: _, ...draft } = JSON.parse(text)
const spec = readSpec(JSON.stringify(draft))
if (spec === null) throw new Error('the fixture is a spec')

describe('the text of a spec', () => {
  test('is read and written without loss', () => {
    expect(readSpec(writeSpec(spec))).toEqual(spec)
  })

  test.each(['', '{', '[]', '{"title": "half"}', text])('that is none is told apart: %#', (other) => {
    expect(readSpec(other)).toBeNull()
  })
})

describe('a spec that is being typed', () => {
  test.each([
    { title: '' },
    { entity: '' },
    { rows: { ...spec.rows, train: 6 } },
    { rows: { ...spec.rows, test: 0 } },
    { ordinary: { share: 9 } },
    { picture: { side: 0, channels: 1, ground: 'stone' } },
  ] as const)('stays a form: %j', (half) => {
    const typed = { ...spec, ...half }
    expect(readSpec(writeSpec(typed))).toEqual(typed)
  })
})

test('another share of ordinary signal keeps how it acts, also over an emptied field', () => {
  const steady = { ...spec, ordinary: { share: 0.5, effects: 'steady' as const } }
  expect(withOrdinary(withOrdinary(steady, 0), 0.4).ordinary).toEqual({ share: 0.4, effects: 'steady' })
  const { ordinary: _, ...plain } = spec
  expect(withOrdinary(plain, 0)).toEqual(plain)
})

describe('a changed spec', () => {
  const at = spec.columns.findIndex(({ name }) =>
    Object.values(spec.mechanisms[0]?.columns ?? {}).includes(name),
  )
  const old = spec.columns[at]

  test('has another column wherever the old one stood, with its table and its missing cells', () => {
    const next = {
      kind: 'numeric',
      name: 'outlet_kpa',
      unit: 'kPa',
      low: 1,
      high: 9,
      shape: 'gamma',
    } as const
    const changed = withColumn(spec, at, next)
    expect(changed.columns[at]).toEqual({ ...next, table: old?.table, missingRate: old?.missingRate })
    expect(JSON.stringify(changed)).not.toContain(`"${old?.name}"`)
    expect(Object.values(changed.mechanisms[0]?.columns ?? {})).toContain('outlet_kpa')
    expect(withColumn(spec, 99, next)).toBe(spec)
  })

  test('has one mechanism changed, the others as they were', () => {
    const changed = withMechanism(spec, 0, { weight: 2 })
    expect(changed.mechanisms[0]?.weight).toBe(2)
    expect(changed.mechanisms.slice(1)).toEqual(spec.mechanisms.slice(1))
  })
})
