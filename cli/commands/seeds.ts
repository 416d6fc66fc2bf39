import { basename } from 'node:path'
import { z } from 'zod'
import { allPages } from '#cli/all-pages.ts'
import type { Call, Command } from '#cli/command.ts'
import { EXIT, type ExitCode } from '#cli/failure.ts'
import { follow } from '#cli/follow.ts'
import { inputFile } from '#cli/input-file.ts'
import { plain, table } from '#cli/table.ts'
import { api } from '#lib/contracts/api-paths.ts'
import { SeedList, SeedUploadView, UPLOAD_MAX_BYTES } from '#lib/contracts/seeds.ts'

const READING_LIMIT_MS = 10 * 60_000
const Staged = z.looseObject({ id: z.uuid() })

async function importSeeds(call: Call): Promise<ExitCode> {
  const [file = ''] = call.args
  const bytes = await inputFile(call, file, UPLOAD_MAX_BYTES)
  const client = await call.client()
  const overlap = call.flag('allow-eval-overlap') ? '&allowEvalOverlap=true' : ''
  const body = { bytes, type: 'application/zip' }
  const { id } = await client.post(`${api.uploadSeeds(basename(file))}${overlap}`, Staged, body)
  const upload = await follow(
    () => client.get(api.seedUpload(id), SeedUploadView),
    ({ status }) => status === 'read' || status === 'failed',
    { what: 'Reading the archive', where: api.seedUpload(id), limitMs: READING_LIMIT_MS },
  )
  call.print(upload, () => describe(upload))
  const refused = upload.report?.refused.length ?? 0
  return upload.status === 'read' && refused === 0 ? EXIT.ok : EXIT.finding
}

function describe({ filename, error, report }: SeedUploadView): string {
  if (report === null) return `${plain(filename)} was not read: ${plain(error)}`
  const lines = [
    ...report.imported.map(({ slug, title }) => `imported  ${plain(slug)}  ${plain(title)}`),
    ...report.present.map(({ slug, folder }) => `present   ${plain(slug)}  (${plain(folder)})`),
    ...report.refused.map(
      ({ folder, file, reason, fix }) =>
        `refused   ${plain(file ?? folder)}: ${plain(reason)}\n          ${plain(fix)}`,
    ),
    ...report.warnings.map(({ folder, message }) => `warning   ${plain(folder)}: ${plain(message)}`),
  ]
  return lines.join('\n') || 'The archive holds no seed task.'
}

async function listSeeds(call: Call): Promise<ExitCode> {
  const client = await call.client()
  const seeds = await allPages(
    (cursor) => client.get(api.seeds(cursor), SeedList),
    (page) => page.seeds,
  )
  call.print(seeds, () =>
    table(
      seeds,
      ['slug', 'modality', 'taskType', 'metric', 'licence', 'title'],
      'No seeds yet: sandmle seeds import FILE',
    ),
  )
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
  { words: ['seeds', 'list'], args: [], options: {}, summary: 'All seed tasks.', run: listSeeds },
]
