import { basename } from 'node:path'
import type { Client } from '#cli/client.ts'
import type { Call, Command } from '#cli/command.ts'
import { EXIT, type ExitCode, usageFailure } from '#cli/failure.ts'
import { allPacks } from '#cli/find-pack.ts'
import { follow } from '#cli/follow.ts'
import { inputFile } from '#cli/input-file.ts'
import { counted, plain } from '#cli/table.ts'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { IMPORTS, type ImportNote, type TrainingImportView } from '#lib/contracts/imports.ts'
import { UPLOAD_MAX_BYTES } from '#lib/contracts/seeds.ts'
import { ALL_LOG_FORMATS } from '#lib/domain/log-formats.ts'

const READING_LIMIT_MS = 10 * 60_000

async function packId(call: Call, client: Client): Promise<string | undefined> {
  const wanted = call.text('pack')
  if (wanted === undefined) return undefined
  const found = (await allPacks(client)).find(({ slug, version }) => `${slug}@${version}` === wanted)
  if (found === undefined)
    throw usageFailure(`There is no pack "${wanted}".`, '--pack', 'sandmle pack list shows slug and version.')
  return found.id
}

type Result = TrainingImportView & { present: boolean }

async function importOne(
  call: Call,
  client: Client,
  file: string,
  pack: string | undefined,
): Promise<Result> {
  const bytes = await inputFile(call, file, UPLOAD_MAX_BYTES)
  if (bytes.length === 0) throw usageFailure('The file is empty.', file, 'Name a log, or a zip of logs.')
  const asked = {
    filename: basename(file),
    experiment: call.text('experiment'),
    name: call.text('name'),
    packId: pack,
    x: call.text('x'),
  }
  const body = { bytes, type: 'application/octet-stream' }
  const { id, present } = await client.upload(IMPORTS.upload, asked, body)
  call.note(present ? `${plain(file)} was imported before.` : `${plain(file)} is sent and waits to be read.`)
  const view = await follow(
    () => client.call(IMPORTS.get, { id }),
    ({ status }) => status === 'read' || status === 'failed',
    { what: 'Reading the log', where: addressOf(IMPORTS.get, { id }), limitMs: READING_LIMIT_MS },
  )
  return { ...view, present }
}

const isClean = ({ status, report }: Result) => status === 'read' && report?.refused.length === 0

async function importLogs(call: Call): Promise<ExitCode> {
  const client = await call.client()
  const pack = await packId(call, client)
  const results: Result[] = []
  // One after the other: several files of one run are segments in the order in which they were named.
  for (const file of call.args) results.push(await importOne(call, client, file, pack))
  call.print(results, () => results.map(describe).join('\n'))
  return results.every(isClean) ? EXIT.ok : EXIT.finding
}

const noted = (word: string, { file, where, message, next }: ImportNote) =>
  `${word} ${plain(file)}${where === null ? '' : ` (${plain(where)})`}: ${plain(message)}\n          ${plain(next)}`

function describe({ filename, experiment, error, report, present }: Result): string {
  const head = error === null ? [] : [`failed    ${plain(filename)}: ${plain(error)}`]
  const runs = (report?.runs ?? []).map((run) => {
    const word = present || run.stored === 0 ? 'present ' : run.resumed ? 'resumed ' : 'imported'
    const counts = `${counted(run.metrics, 'metric')}, ${counted(run.points, 'point')} (${present ? 0 : run.stored} new)`
    return `${word}  ${plain(experiment)} / ${plain(run.name)}  ${run.format}  ${counts}`
  })
  const refused = (report?.refused ?? []).map((one) => noted('refused  ', one))
  const warnings = (report?.warnings ?? []).map((one) => noted('warning  ', one))
  return [...head, ...runs, ...refused, ...warnings].join('\n')
}

export const importCommands: readonly Command[] = [
  {
    words: ['import'],
    args: ['FILE...'],
    options: {
      experiment: { type: 'string', value: 'NAME' },
      name: { type: 'string', value: 'RUN' },
      pack: { type: 'string', value: 'SLUG@VERSION' },
      x: { type: 'string', value: 'COLUMN' },
    },
    summary: `Imports training logs (${ALL_LOG_FORMATS}, or a zip) and waits until they are read. --x names the column that is x where none is called a step. A refused file is a finding.`,
    run: importLogs,
  },
]
