import { parse } from 'csv-parse/sync'
import { randomOf } from '#lib/training/smoke/random.ts'

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** train.csv with the target column permuted: the same labels, no connection to the rows. For the control. */
export function shuffleLabels(train: Uint8Array, target: string): Uint8Array {
  const rows: string[][] = parse(Buffer.from(train))
  const [header = [], ...body] = rows
  const column = header.indexOf(target)
  if (column < 0) throw new Error(`train.csv has no column ${target}`)
  const labels = body.map((row) => row[column] ?? '')
  const random = randomOf('labels', target, labels.length)
  for (let i = labels.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const kept = labels[i] ?? ''
    labels[i] = labels[j] ?? ''
    labels[j] = kept
  }
  const shuffled = body.map((row, i) => row.map((cell, at) => (at === column ? (labels[i] ?? '') : cell)))
  return Buffer.from([header, ...shuffled].map((row) => `${row.map(quoted).join(',')}\n`).join(''))
}
