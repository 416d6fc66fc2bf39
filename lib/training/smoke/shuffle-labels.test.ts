import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { shuffleLabels } from '#lib/training/smoke/shuffle-labels.ts'

const rows = Array.from({ length: 40 }, (_, i) => [`id${i}`, `said "no", ${i}`, String(i % 2), String(i)])
const TABLE = Buffer.from(
  ['id,text,y,n', ...rows.map(([id, text, y, n]) => `${id},"${text?.replaceAll('"', '""')}",${y},${n}`)].join(
    '\n',
  ),
)

test('the same labels in another order, everything else as it was', () => {
  const before: string[][] = parse(TABLE)
  const after: string[][] = parse(Buffer.from(shuffleLabels(TABLE, 'y')))
  const column = (table: string[][], at: number) => table.map((row) => row[at])
  for (const at of [0, 1, 3]) expect(column(after, at)).toEqual(column(before, at))
  expect(column(after, 2)).not.toEqual(column(before, 2))
  expect(column(after, 2).sort()).toEqual(column(before, 2).sort())
  expect(shuffleLabels(TABLE, 'y')).toEqual(shuffleLabels(TABLE, 'y'))
  expect(() => shuffleLabels(TABLE, 'z')).toThrow('no column z')
})
