import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Call, Command } from '#cli/command.ts'
import { verifyCommand } from '#cli/commands/pack-verify.ts'
import { CommandFailure, EXIT, type ExitCode, usageFailure } from '#cli/failure.ts'
import { allPacks, packOf } from '#cli/find-pack.ts'
import { follow } from '#cli/follow.ts'
import { choiceOption, commaList } from '#cli/input-file.ts'
import { facts, table } from '#cli/table.ts'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { ENVIRONMENTS, VERSIONS } from '#lib/contracts/environments.ts'
import { PACKS, type RequestPackInput } from '#lib/contracts/packs.ts'
import { PACK_LAYOUTS } from '#lib/domain/version.ts'

const BUILD_LIMIT_MS = 30 * 60_000

async function build(call: Call): Promise<ExitCode> {
  const [slug = ''] = call.args
  const client = await call.client()
  const versionIds: string[] = []
  for (const name of commaList(call.text('env'))) {
    const { version } = await client.call(VERSIONS.get, { id: name, n: 'latest' })
    if (version.status !== 'approved')
      throw new CommandFailure(
        `${name} is ${version.status}; packs take approved versions.`,
        addressOf(ENVIRONMENTS.get, { id: name }),
        'sandmle review approve, or leave it out of --env',
      )
    versionIds.push(version.id)
  }
  const layout = choiceOption(call, 'layout', PACK_LAYOUTS) ?? 'sandmle-task'
  const input: RequestPackInput = {
    slug,
    title: call.text('title') ?? `Pack ${slug}`,
    layout,
    versionIds,
    allowAdvisories: call.flag('allow-advisories'),
  }
  const { id } = await client.call(PACKS.request, input)
  const {
    can: _,
    entries: __,
    ...pack
  } = await follow(
    () => client.call(PACKS.get, { id }),
    ({ status }) => call.flag('no-wait') || (status !== 'queued' && status !== 'building'),
    { what: 'Building the pack', where: addressOf(PACKS.get, { id }), limitMs: BUILD_LIMIT_MS },
  )
  call.print(pack, () => facts(pack))
  return pack.status === 'failed' ? EXIT.finding : EXIT.ok
}

async function list(call: Call): Promise<ExitCode> {
  const packs = await allPacks(await call.client())
  const columns = [
    'slug',
    'version',
    'status',
    'layout',
    'environments',
    'train',
    'validation',
    'sha256',
  ] as const
  call.print(packs, () => table(packs, columns, 'No packs yet: sandmle pack build SLUG'))
  return EXIT.ok
}

async function withdraw(call: Call): Promise<ExitCode> {
  const client = await call.client()
  const { id } = await packOf(client, call.args[0] ?? '')
  const pack = await client.call(PACKS.withdraw, { id, reason: call.text('reason') ?? '' })
  call.print(pack, () => `${pack.slug} version ${pack.version} is ${pack.status}`)
  return EXIT.ok
}

async function download(call: Call): Promise<ExitCode> {
  const client = await call.client()
  const pack = await packOf(client, call.args[0] ?? '', choiceOption(call, 'layout', PACK_LAYOUTS))
  const file = resolve(call.around.cwd, call.text('out') ?? `${pack.slug}-${pack.version}-${pack.layout}.zip`)
  if (await stat(file).catch(() => null))
    throw usageFailure('The file exists already.', file, 'Name another one with --out.')
  const path = addressOf(PACKS.download, { id: pack.id })
  const response = await client.open(path)
  const sha256 = await save(response, file, pack.sha256, path)
  call.print(
    { id: pack.id, slug: pack.slug, version: pack.version, file, sha256 },
    () => `${file}\nsha256  ${sha256}`,
  )
  return EXIT.ok
}

/** Streams to a file beside the wanted one and renames it only when all its bytes are true. */
async function save(
  response: Response,
  file: string,
  expected: string | null,
  where: string,
): Promise<string> {
  const partial = `${file}.part`
  const hash = createHash('sha256')
  const hashing = new Transform({
    transform(part: Buffer, _encoding, done) {
      hash.update(part)
      done(null, part)
    },
  })
  try {
    if (response.body === null)
      throw new CommandFailure('The server sent nothing.', `GET ${where}`, 'Try again.')
    await pipeline(response.body, hashing, createWriteStream(partial))
    const sha256 = hash.digest('hex')
    if (expected !== null && sha256 !== expected)
      throw new CommandFailure(
        `The download has the sha256 ${sha256}, not ${expected}.`,
        `GET ${where}`,
        'Try again.',
      )
    await rename(partial, file)
    return sha256
  } finally {
    await rm(partial, { force: true })
  }
}

export const packCommands: readonly Command[] = [
  {
    words: ['pack', 'build'],
    args: ['SLUG'],
    options: {
      title: { type: 'string', value: 'TITLE' },
      layout: { type: 'string', value: PACK_LAYOUTS.join('|') },
      env: { type: 'string', value: 'SLUG,SLUG' },
      'allow-advisories': { type: 'boolean' },
      'no-wait': { type: 'boolean' },
    },
    summary:
      'Freezes approved environments (the named ones, or the whole catalogue) into a pack and waits for it.',
    run: build,
  },
  { words: ['pack', 'list'], args: [], options: {}, summary: 'All packs.', run: list },
  verifyCommand,
  {
    words: ['pack', 'withdraw'],
    args: ['PACK'],
    options: { reason: { type: 'string', value: 'TEXT', required: true } },
    summary: 'Takes a ready pack (id, slug@version, or slug for its newest) out of use.',
    run: withdraw,
  },
  {
    words: ['pack', 'download'],
    args: ['PACK'],
    options: {
      layout: { type: 'string', value: PACK_LAYOUTS.join('|') },
      out: { type: 'string', value: 'FILE' },
    },
    summary: 'Downloads a pack (id, slug@version, or slug for its newest) and checks its sha256.',
    run: download,
  },
]
