import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { archiveFile } from '#lib/packs/archive-file.fixture.ts'
import { readTable, type Table } from '#lib/packs/read-table.ts'
import { SeedFacts } from '#lib/packs/seed-facts.ts'
import { extractDna, type SeedMaterial } from '#lib/pipeline/extract-dna.ts'

const SEEDS = fileURLToPath(new URL('../../seeds', import.meta.url))
export const FACTS = {
  modality: 'tabular',
  taskType: 'binary',
  metric: 'auc',
  target: 'y',
  idColumn: 'id',
} as const

const tableOf = (dir: string, name: string, counted: string | null) =>
  readTable(archiveFile(name, readFileSync(join(dir, name))).stream(), counted)

const childOf = ({ header }: Table) => ({ header, perParent: null })

async function bundled(name: string): Promise<SeedMaterial> {
  const dir = join(SEEDS, name)
  const stated = SeedFacts.parse(JSON.parse(readFileSync(join(dir, 'seed.json'), 'utf8')))
  const facts = { ...FACTS, ...(stated as SeedMaterial['facts']) }
  const tables = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /^tables\/.*\.csv$/.test(path),
  )
  return {
    facts,
    description: readFileSync(join(dir, 'description.md'), 'utf8'),
    train: await tableOf(dir, 'train.csv', facts.target),
    testRows: (await tableOf(dir, 'test.csv', null)).count,
    children: await Promise.all(tables.map(async (name) => childOf(await tableOf(dir, name, null)))),
    pictures: [],
    sounds: [],
  }
}
/** Names of the seeds that the product brings along. */
export const NAMES = readdirSync(SEEDS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)

/** Their DNA, by name. */
export const DNAS = new Map(
  await Promise.all(NAMES.map(async (name) => [name, extractDna(await bundled(name))] as const)),
)
