import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Call, Command } from '#cli/command.ts'
import { environmentOf } from '#cli/commands/env.ts'
import { CommandFailure, EXIT, type ExitCode, usageFailure } from '#cli/failure.ts'
import { follow } from '#cli/follow.ts'
import { integerOption, utf8Of } from '#cli/input-file.ts'
import { plain } from '#cli/table.ts'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { type EnvironmentDetail, VERSIONS } from '#lib/contracts/environments.ts'
import { type FileDiff, REVISIONS } from '#lib/contracts/revisions.ts'
import { sha256 } from '#lib/packs/digest.ts'

const MAKING_LIMIT_MS = 60 * 60_000
const VERSION = { version: { type: 'string', value: 'NUMBER' } } as const

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** The files of the folder that differ from the version's, as text. Files that the folder lacks stay as they are. */
async function changedIn(folder: string, files: EnvironmentDetail['files']) {
  const changes: { path: string; content: string }[] = []
  for (const file of files) {
    const bytes = await readFile(join(folder, file.path)).catch((error: unknown) => {
      if (isMissing(error)) return null
      throw usageFailure(`The file cannot be read: ${String(error)}`, file.path, 'Check its rights.')
    })
    if (bytes === null || sha256(bytes) === file.sha256) continue
    changes.push({ path: file.path, content: utf8Of(bytes, file.path) })
  }
  return changes
}

/** Saves the next version from an edited folder, follows it to its verdict, and shows what happened to it. */
async function revise(call: Call): Promise<ExitCode> {
  const client = await call.client()
  const { environment, version, files } = await environmentOf(call, client)
  const folder = resolve(call.around.cwd, call.text('from') ?? '')
  const changes = await changedIn(folder, files)
  if (changes.length === 0)
    throw usageFailure(
      `No file of it differs from version ${version.number}.`,
      folder,
      `Name the folder with agent/ and judge/ that sandmle env export wrote.`,
    )
  const at = { id: environment.id, n: version.number }
  const where = addressOf(REVISIONS.get, at)
  const { contentHash } = version
  const asked = await client.call(REVISIONS.request, {
    ...at,
    contentHash,
    reason: call.text('reason') ?? '',
    changes,
  })
  const made = await follow(
    () => client.call(REVISIONS.get, at),
    ({ id, status }) => id !== asked.id || status === 'finished' || status === 'failed',
    { what: 'Saving', where, limitMs: MAKING_LIMIT_MS },
  )
  if (made.result === null)
    throw new CommandFailure(
      `No version was made: ${made.error ?? ''}`,
      where,
      'Fix the files, then save again.',
    )
  const { number } = made.result
  const next = { id: environment.id, n: number }
  const judged = await follow(
    () => client.call(VERSIONS.certificate, next),
    ({ status }) => status === 'finished' || status === 'failed',
    { what: 'Verifying', where: addressOf(VERSIONS.certificate, next), limitMs: MAKING_LIMIT_MS },
  )
  const after = await client.call(VERSIONS.get, next)
  const row = {
    slug: environment.slug,
    version: number,
    status: after.version.status,
    contentHash: after.version.contentHash,
    files: made.files,
    error: judged.error,
  }
  call.print(
    row,
    () =>
      `${plain(environment.slug)} version ${number} is ${row.status}${judged.error ? `: ${plain(judged.error)}` : ''}`,
  )
  return judged.verdict === 'verified' ? EXIT.ok : EXIT.finding
}

const MARKS = { same: ' ', removed: '-', added: '+' } as const

function linesOf({ path, change, bytesBefore, bytesAfter, hunks }: FileDiff): string[] {
  const head = `${change} ${path} (${bytesBefore} -> ${bytesAfter} bytes)`
  if (hunks === null) return [head]
  const lines = hunks.flatMap((hunk) => [
    '@@',
    ...hunk.lines.map(({ kind, text }) => `${MARKS[kind]}${plain(text)}`),
  ])
  return [head, ...lines]
}

async function diff(call: Call): Promise<ExitCode> {
  const client = await call.client()
  const number = integerOption(call, 'version', 1, 1_000_000) ?? 'latest'
  const against = integerOption(call, 'against', 1, 1_000_000)
  const answer = await client.call(REVISIONS.diff, { id: call.args[0] ?? '', n: number, against })
  call.print(answer, () =>
    [
      `version ${answer.from} -> ${answer.to}${answer.reason === null ? '' : `: ${plain(answer.reason)}`}`,
      ...answer.files.flatMap(linesOf),
    ].join('\n'),
  )
  return EXIT.ok
}

async function submit(call: Call): Promise<ExitCode> {
  const client = await call.client()
  const { environment, version } = await environmentOf(call, client)
  const answer = await client.call(VERSIONS.submit, { id: environment.id, n: version.number })
  const row = { slug: environment.slug, version: version.number, ...answer }
  call.print(row, () => `${plain(environment.slug)} version ${version.number} is ${answer.status}`)
  return EXIT.ok
}

export const envVersionCommands: readonly Command[] = [
  {
    words: ['env', 'diff'],
    args: ['SLUG'],
    options: { against: { type: 'string', value: 'NUMBER' }, ...VERSION },
    summary: 'What a version changes over the one before, or over the one that is named.',
    run: diff,
  },
  {
    words: ['env', 'revise'],
    args: ['SLUG'],
    options: {
      from: { type: 'string', value: 'DIR', required: true },
      reason: { type: 'string', value: 'TEXT', required: true },
      ...VERSION,
    },
    summary: 'Saves the next version from an exported and edited folder, and waits for its gates.',
    run: revise,
  },
  {
    words: ['env', 'submit'],
    args: ['SLUG'],
    options: VERSION,
    summary: 'Submits a verified version for review.',
    run: submit,
  },
]
