import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'

const FOLDER = 'my-task'
const ROWS = 120
const TRAINED = 90

/** A small made-up table: the yield of a hop plant by height, water and variety. */
function rowOf(n: number): { id: string; height: string; water: string; variety: string; harvest: string } {
  const height = 3 + ((n * 37) % 40) / 10
  const water = 10 + ((n * 53) % 90)
  const variety = ['amber', 'bronze', 'copper'][n % 3] ?? 'amber'
  const harvest = height * 0.8 + water * 0.02 + (n % 3) * 0.4 + ((n * 29) % 11) / 20
  return {
    id: String(n + 1),
    height: height.toFixed(1),
    water: String(water),
    variety,
    harvest: harvest.toFixed(2),
  }
}

const csv = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  `${[header, ...rows].map((cells) => cells.join(',')).join('\n')}\n`

const STATEMENT = `# How much does a hop plant yield?

Say what is predicted, from what, and why somebody wants to know. The first heading is the title.

- train.csv has the target \`harvest\`, in kilograms; test.csv has every column but that one.
- sample_submission.csv shows the form of a submission: an id and a prediction for every row of test.csv.

Submissions are scored by the root mean squared error.
`

/** Every entry that seed.json may hold; each may be left out. */
const FACTS = {
  title: 'How much does a hop plant yield?',
  modality: 'tabular',
  taskType: 'regression',
  metric: 'rmse',
  direction: 'minimize',
  target: 'harvest',
  idColumn: 'id',
  source: 'Made up for this template',
  licence: 'CC0-1.0',
  attribution: '',
} as const

/** The files of a seed to start from, by path. */
export function seedTemplateFiles(): Record<string, string> {
  const rows = Array.from({ length: ROWS }, (_, n) => rowOf(n))
  const features = (row: ReturnType<typeof rowOf>) => [row.id, row.height, row.water, row.variety]
  const [train, test] = [rows.slice(0, TRAINED), rows.slice(TRAINED)]
  return {
    [`${FOLDER}/description.md`]: STATEMENT,
    [`${FOLDER}/seed.json`]: `${JSON.stringify(FACTS, null, 2)}\n`,
    [`${FOLDER}/train.csv`]: csv(
      ['id', 'height', 'water', 'variety', 'harvest'],
      train.map((row) => [...features(row), row.harvest]),
    ),
    [`${FOLDER}/test.csv`]: csv(['id', 'height', 'water', 'variety'], test.map(features)),
    [`${FOLDER}/sample_submission.csv`]: csv(
      ['id', 'harvest'],
      test.map(({ id }) => [id, '4.5']),
    ),
  }
}

/** The same as a zip, which can be imported as it is. */
export async function seedTemplateZip(): Promise<Uint8Array> {
  const zip = new ZipFile()
  const options = { mtime: new Date(1981, 0, 1), mode: 0o100644, forceDosTimestamp: true, compress: true }
  for (const [path, text] of Object.entries(seedTemplateFiles()))
    zip.addBuffer(Buffer.from(text), path, options)
  zip.end()
  const parts: Uint8Array[] = []
  for await (const part of Readable.from(zip.outputStream)) parts.push(Buffer.from(part))
  return Buffer.concat(parts)
}
