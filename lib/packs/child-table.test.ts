import { describe, expect, test } from 'vitest'
import { keyByName, perParent } from '#lib/packs/child-table.ts'

const parent = { header: ['id', 'shop', 'y'], idColumn: 'id', target: 'y' }

describe('the key of a child table', () => {
  test.each([
    [['shop', 'id', 'amount'], 'id'],
    [['amount', 'shop'], 'shop'],
    [['y', 'amount'], null],
    [['code', 'amount'], null],
  ] as const)('of %j is %s', (header, key) => {
    expect(keyByName(header, parent)).toBe(key)
  })
})

describe('rows a parent', () => {
  const child = (header: string[], rows: string[][], values: [string, number][] = []) => ({
    header,
    rows,
    count: rows.length,
    values: new Map(values),
  })
  const train = {
    header: ['id', 'from', 'y'],
    rows: [
      ['1', 'ams', '3'],
      ['2', 'ber', '4'],
    ],
  }

  test('are counted by the key that has a name', () => {
    const rows = [
      ['1', '5'],
      ['1', '6'],
      ['2', '7'],
      ['2', '7'],
    ]
    expect(
      perParent(
        child(['id', 'amount'], rows, [
          ['1', 2],
          ['2', 2],
        ]),
        train,
      ),
    ).toBe(2)
  })

  test('are counted by the column in which the cells of a column are found', () => {
    const rows = [
      ['ams', 'x'],
      ['ber', 'y'],
      ['rom', 'z'],
    ]
    expect(perParent(child(['place', 'note'], rows), train)).toBe(1)
  })

  test('are unknown where no column is a key', () => {
    expect(perParent(child(['note'], [['x'], ['z']]), train)).toBeNull()
  })
})
