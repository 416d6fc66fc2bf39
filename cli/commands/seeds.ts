import { writeFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { allPages } from '#cli/all-pages.ts'
import type { Client } from '#cli/client.ts'
import type { Call, Command } from '#cli/command.ts'
import { CommandFailure, EXIT, type ExitCode } from '#cli/failure.ts'
import { follow } from '#cli/follow.ts'
import { inputFile } from '#cli/input-file.ts'
import { lineageText } from '#cli/lineage-text.ts'
import { plain, table } from '#cli/table.ts'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { LINEAGE } from '#lib/contracts/lineage.ts'
import { refusalWords, SEEDS, type SeedUploadView, UPLOAD_MAX_BYTES } from '#lib/contracts/seeds.ts'
import { SEED_SCHEMA } from '#lib/packs/seed-facts.ts'
import { seedTemplateZip } from '#lib/packs/seed-template.ts'

const READING_LIMIT_MS = 10 * 60_000

/** Waits until a worker has read an upload. */
const readToEnd = (client: Client, id: string) =>
  follow(
    () => client.call(SEEDS.getUpload, { id }),
    ({ status }) => status === 'read' || status === 'failed',
    { what: 'Reading the files', where: addressOf(SEEDS.getUpload, { id }), limitMs: READING_LIMIT_MS },
  )

async function importSeeds(call: Call): Promise<ExitCode> {
  const [file = ''] = call.args
  const bytes = await inputFile(call, file, UPLOAD_MAX_BYTES)
  const client = await call.client()
  const overlap = call.flag('allow-eval-overlap') ? { allowEvalOverlap: 'true' } : {}
  const asked = { filename: basename(file), ...overlap }
  const { id } = await client.upload(SEEDS.upload, asked, { bytes, type: 'application/zip' })
  const upload = await readToEnd(client, id)
  call.print(upload, () => describe(upload))
  const refused = upload.report?.refused.length ?? 0
  return upload.status === 'read' && refused === 0 ? EXIT.ok : EXIT.finding
}

function describe({ filename, error, report }: SeedUploadView): string {
  if (report === null) return `${plain(filename)} was not read: ${plain(error)}`
  const lines = [
    ...report.imported.map(({ slug, title }) => `imported  ${plain(slug)}  ${plain(title)}`),
    ...report.present.map(({ slug, folder }) => `present   ${plain(slug)}  (${plain(folder)})`),
    ...report.refused.map((refusal) => `refused   ${plain(refusalWords(refusal))}`),
    ...report.warnings.map(({ folder, message }) => `warning   ${plain(folder)}: ${plain(message)}`),
  ]
  return lines.join('\n') || 'The archive holds no seed task.'
}

async function listSeeds(call: Call): Promise<ExitCode> {
  const client = await call.client()
  const archived = call.flag('archived') ? ({ archived: 'true' } as const) : {}
  const seeds = await allPages(
    (cursor) => client.call(SEEDS.list, { ...cursor, ...archived }),
    (page) => page.seeds,
  )
  call.print(seeds, () =>
    table(
      seeds,
      ['slug', 'modality', 'taskType', 'metric', 'licence', 'title'],
      call.flag('archived') ? 'No archived seeds.' : 'No seeds yet: sandmle seeds import FILE',
    ),
  )
  return EXIT.ok
}

async function measureSeed(call: Call): Promise<ExitCode> {
  const [slug = ''] = call.args
  const client = await call.client()
  const { id } = await client.call(SEEDS.measure, { id: slug })
  const upload = await readToEnd(client, id)
  call.print(upload, () =>
    upload.status === 'read' ? `${plain(slug)} is measured again.` : `${plain(slug)}: ${plain(upload.error)}`,
  )
  return upload.status === 'read' ? EXIT.ok : EXIT.finding
}

async function seedLineage(call: Call): Promise<ExitCode> {
  const lineage = await (await call.client()).call(LINEAGE.ofSeed, { id: call.args[0] ?? '' })
  call.print(lineage, () => lineageText(lineage))
  return EXIT.ok
}

async function change(call: Call, to: 'archive' | 'restore'): Promise<ExitCode> {
  const [slug = ''] = call.args
  const seed = await (await call.client()).call(SEEDS[to], { id: slug })
  call.print(seed, () => `${plain(seed.slug)} is ${seed.status}`)
  return EXIT.ok
}

async function renameSeed(call: Call): Promise<ExitCode> {
  const [slug = '', title = ''] = call.args
  const seed = await (await call.client()).call(SEEDS.rename, { id: slug, title })
  call.print(seed, () => `${plain(seed.slug)} is called ${plain(seed.title)}`)
  return EXIT.ok
}

async function writeTemplate(call: Call): Promise<ExitCode> {
  const [file = ''] = call.args
  const path = resolve(call.around.cwd, file)
  // Never over a file that is there.
  await writeFile(path, await seedTemplateZip(), { flag: 'wx' }).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CommandFailure(
      `The template cannot be written: ${reason}`,
      file,
      'Name a file that is not there yet.',
    )
  })
  call.print(
    { file: path },
    () => `${plain(file)} holds one seed folder. Change it, then: sandmle seeds import ${plain(file)}`,
  )
  return EXIT.ok
}

async function printSchema(call: Call): Promise<ExitCode> {
  call.print(SEED_SCHEMA, () => JSON.stringify(SEED_SCHEMA, null, 2))
  return EXIT.ok
}

export const seedsCommands: readonly Command[] = [
  {
    words: ['seeds', 'import'],
    args: ['FILE'],
    options: { 'allow-eval-overlap': { type: 'boolean' } },
    summary: 'Uploads a .zip of seed tasks and waits until it is read. A refused folder is a finding.',
    run: importSeeds,
  },
  {
    words: ['seeds', 'list'],
    args: [],
    options: { archived: { type: 'boolean' } },
    summary: 'All seed tasks; with --archived those that were put away.',
    run: listSeeds,
  },
  {
    words: ['seeds', 'archive'],
    args: ['SLUG'],
    options: {},
    summary: 'Puts a seed away: it keeps its files and starts no new run.',
    run: (call) => change(call, 'archive'),
  },
  {
    words: ['seeds', 'restore'],
    args: ['SLUG'],
    options: {},
    summary: 'Takes an archived seed back into the library.',
    run: (call) => change(call, 'restore'),
  },
  {
    words: ['seeds', 'lineage'],
    args: ['SLUG'],
    options: {},
    summary: 'What grew from a seed: runs, candidates by outcome, versions, cost and time.',
    run: seedLineage,
  },
  {
    words: ['seeds', 'measure'],
    args: ['SLUG'],
    options: {},
    summary: 'Reads the files of a seed again and waits until its DNA is there; tasks of it keep theirs.',
    run: measureSeed,
  },
  {
    words: ['seeds', 'rename'],
    args: ['SLUG', 'TITLE'],
    options: {},
    summary: 'Gives a seed another title; its slug stays.',
    run: renameSeed,
  },
  {
    words: ['seeds', 'template'],
    args: ['FILE'],
    options: {},
    summary: 'Writes a .zip with one seed folder to start from; needs no server.',
    run: writeTemplate,
  },
  {
    words: ['seeds', 'schema'],
    args: [],
    options: {},
    summary: 'The JSON Schema of seed.json, for an editor; needs no server.',
    run: printSchema,
  },
]
