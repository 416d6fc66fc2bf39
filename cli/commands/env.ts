import { resolve } from 'node:path'
import type { Client } from '#cli/client.ts'
import type { Call, Command } from '#cli/command.ts'
import { allEnvironments, environmentRow } from '#cli/environment-list.ts'
import { exportEnvironment } from '#cli/export-environment.ts'
import { CommandFailure, EXIT, type ExitCode, usageFailure } from '#cli/failure.ts'
import { follow } from '#cli/follow.ts'
import { choiceOption, commaList, inputFile, integerOption } from '#cli/input-file.ts'
import { counted, facts, plain, table } from '#cli/table.ts'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { type EnvironmentDetail, VERSIONS } from '#lib/contracts/environments.ts'
import { SCORES, type ScoreAnswer, SUBMISSION_MAX_BYTES } from '#lib/contracts/scores.ts'
import { VERSION_STATUSES } from '#lib/domain/version.ts'
import { CERTIFICATE_KINDS, METRICS, MODALITIES, TASK_TYPES } from '#lib/domain/vocabulary.ts'

const VERIFYING_LIMIT_MS = 60 * 60_000
const SCORING_LIMIT_MS = 5 * 60_000

const FILTERS: Readonly<Record<string, readonly string[] | null>> = {
  status: VERSION_STATUSES,
  modality: MODALITIES,
  metric: METRICS,
  'task-type': TASK_TYPES,
  domain: null,
  search: null,
}

/** The filters of a list as the server names them; a value that does not exist is a usage failure, not an empty list. */
function filterOf(call: Call): Record<string, string | undefined> {
  const entries = Object.entries(FILTERS).map(([option, allowed]): [string, string | undefined] => {
    const text = call.text(option)
    const wrong = allowed === null ? undefined : commaList(text).find((value) => !allowed.includes(value))
    if (wrong !== undefined)
      throw usageFailure(`"${wrong}" is not one of ${allowed?.join(', ')}.`, `--${option}`)
    return [option === 'task-type' ? 'taskType' : option, text]
  })
  return Object.fromEntries(entries)
}

async function list(call: Call): Promise<ExitCode> {
  const filter = filterOf(call)
  const rows = (await allEnvironments(await call.client(), filter)).map(environmentRow)
  const columns = [
    'slug',
    'status',
    'version',
    'modality',
    'taskType',
    'metric',
    'domain',
    'certificate',
    'title',
  ] as const
  call.print(rows, () => table(rows, columns, 'No environment matches.'))
  return EXIT.ok
}

/** The version that `--version` asks for, by default the newest. */
export async function environmentOf(call: Call, client: Client): Promise<EnvironmentDetail> {
  const number = integerOption(call, 'version', 1, 1_000_000) ?? 'latest'
  return client.call(VERSIONS.get, { id: call.args[0] ?? '', n: number })
}

async function show(call: Call): Promise<ExitCode> {
  const detail = await environmentOf(call, await call.client())
  call.print(detail, () => describe(detail))
  return EXIT.ok
}

/** The contract in one line; held-out scores stand out. */
const feedbackWords = ({ kind, gradings, rewardRows, feedbackRows, step }: EnvironmentDetail['feedback']) => {
  const rows = kind === 'validation-score' ? `${feedbackRows} rows apart from` : 'the very'
  return kind === 'none' || kind === 'format'
    ? kind
    : `${kind}: ${rows} ${rewardRows} rows that decide, steps of ${step}, ${gradings} gradings`
}

function describe({
  environment,
  version,
  thresholds,
  feedback,
  certificate,
  findings,
  files,
  approval,
  view,
}: EnvironmentDetail): string {
  const { status, modality, taskType, metric, direction, domain, contentHash, number } = version
  const medals = Object.entries(thresholds).map(([tier, { value }]) => `${tier} ${value}`)
  const gates = certificate.gates.map(({ gate, verdict }) => `${gate} ${verdict}`)
  const reviewed =
    approval === null ? 'none' : `${approval.stale ? 'stale' : 'current'}, gate set ${approval.gateSet}`
  return facts({
    slug: environment.slug,
    title: version.title,
    id: environment.id,
    version: number,
    status,
    modality,
    task: taskType,
    metric: `${metric} (${direction})`,
    domain,
    thresholds: medals.join(', '),
    feedback: feedbackWords(feedback),
    certificate: certificate.passed,
    gates: gates.join(', '),
    findings: findings.length,
    approval: reviewed,
    files: `${files.length} (${view} view)`,
    contentHash,
  })
}

/** What a told score is about, and how many more may be asked for. */
function feedbackNote({ part, step, remaining }: ScoreAnswer): string {
  const notes = [
    ...(part === 'feedback' ? ['on the feedback rows'] : []),
    ...(step === null ? [] : [`in steps of ${step}`]),
    ...(remaining === null ? [] : [`${remaining} gradings remain`]),
  ]
  return notes.length === 0 ? '' : `  (${notes.join(', ')})`
}

async function score(call: Call): Promise<ExitCode> {
  const slug = call.args[0] ?? ''
  const bytes = await inputFile(call, call.text('submission') ?? '', SUBMISSION_MAX_BYTES)
  const number = integerOption(call, 'version', 1, 1_000_000) ?? 'latest'
  const client = await call.client()
  const rollout = call.text('rollout')
  const submission = { base64: bytes.toString('base64') }
  const first = await client.call(SCORES.request, { id: slug, n: number, submission, rollout })
  const isOpen = ({ status }: { status: string }) => status === 'queued' || status === 'running'
  const trial = { id: first.trialId }
  const where = addressOf(SCORES.get, trial)
  const last = isOpen(first)
    ? await follow(
        () => client.call(SCORES.get, trial),
        (one) => !isOpen(one),
        { what: 'Scoring', where, limitMs: SCORING_LIMIT_MS },
      )
    : first
  if (last.status === 'failed')
    throw new CommandFailure(
      `The submission could not be scored: ${last.reason ?? 'no reason was kept'}`,
      where,
      'sandmle doctor, then score it again',
    )
  // An agent's token may be told less than the score: whether a submission is valid is another question.
  const valid = last.valid ?? last.score !== null
  call.print({ slug, ...last, valid }, () =>
    valid
      ? `${last.score ?? 'valid'}  ${last.tier ?? ''}`.trimEnd() +
        feedbackNote({ ...last, remaining: first.remaining })
      : `invalid submission: ${plain(last.reason)}`,
  )
  return valid ? EXIT.ok : EXIT.finding
}

async function openRollout(call: Call): Promise<ExitCode> {
  const slug = call.args[0] ?? ''
  const number = integerOption(call, 'version', 1, 1_000_000) ?? 'latest'
  const client = await call.client()
  const opened = await client.call(SCORES.openRollout, { id: slug, n: number })
  call.print({ slug, ...opened }, () => opened.rollout)
  return EXIT.ok
}

/** Runs the gates again on the server, waits for the verdict, and shows what they say now. */
async function verify(call: Call): Promise<ExitCode> {
  const client = await call.client()
  const { environment, version } = await environmentOf(call, client)
  const at = { id: environment.id, n: version.number }
  const where = addressOf(VERSIONS.certificate, at)
  const certificate = choiceOption(call, 'certificate', CERTIFICATE_KINDS) ?? 'full'
  const asked = await client.call(VERSIONS.verify, { ...at, certificate })
  const done = await follow(
    () => client.call(VERSIONS.certificate, at),
    ({ id, status }) => id !== asked.id || status === 'finished' || status === 'failed',
    { what: 'Verifying', where, limitMs: VERIFYING_LIMIT_MS },
  )
  const { version: after, certificate: gates } = await client.call(VERSIONS.get, at)
  const judged = gates.gates.map(({ gate, verdict }): [string, string] => [gate, verdict])
  const { error, ...facts_ } = done
  const row = { slug: environment.slug, version: version.number, ...facts_, status: after.status, error }
  call.print(
    { ...row, ...Object.fromEntries(judged.map(([gate, verdict]) => [`gate-${gate}`, verdict])) },
    () => facts({ ...row, gates: judged.map((pair) => pair.join(' ')).join(', ') }),
  )
  return done.verdict === 'verified' ? EXIT.ok : EXIT.finding
}

async function exportOne(call: Call): Promise<ExitCode> {
  const client = await call.client()
  const detail = await environmentOf(call, client)
  const folder = resolve(call.around.cwd, call.text('out') ?? '', detail.environment.slug)
  const files = await exportEnvironment(client, detail, folder)
  const { view, version } = detail
  const answer = {
    slug: detail.environment.slug,
    version: version.number,
    contentHash: version.contentHash,
    view,
    folder,
    files,
  }
  call.print(answer, () => `${counted(files.length, 'file')} (${view} view) in ${folder}`)
  return EXIT.ok
}

const VERSION = { version: { type: 'string', value: 'NUMBER' } } as const

export const envCommands: readonly Command[] = [
  {
    words: ['env', 'list'],
    args: [],
    options: Object.fromEntries(
      Object.keys(FILTERS).map((name) => [name, { type: 'string', value: name.toUpperCase() }]),
    ),
    summary: 'All environments by their newest version; several values of a filter are separated by commas.',
    run: list,
  },
  {
    words: ['env', 'show'],
    args: ['SLUG'],
    options: VERSION,
    summary: 'One environment: facts, thresholds, gates.',
    run: show,
  },
  {
    words: ['env', 'verify'],
    args: ['SLUG'],
    options: { certificate: { type: 'string', value: CERTIFICATE_KINDS.join('|') }, ...VERSION },
    summary: 'Runs the gates again and waits. 1 unless all of the certificate (default full) passed.',
    run: verify,
  },
  {
    words: ['env', 'score'],
    args: ['SLUG'],
    options: {
      submission: { type: 'string', value: 'FILE', required: true },
      rollout: { type: 'string', value: 'ID' },
      ...VERSION,
    },
    summary: 'Scores a submission (CSV), for a rollout where one is named. An invalid one is a finding.',
    run: score,
  },
  {
    words: ['env', 'open-rollout'],
    args: ['SLUG'],
    options: VERSION,
    summary: 'Opens a rollout for a trainer: its agent has gradings of its own. Prints its id.',
    run: openRollout,
  },
  {
    words: ['env', 'export'],
    args: ['SLUG'],
    options: { out: { type: 'string', value: 'DIR', required: true }, ...VERSION },
    summary: 'Writes the files that you may see to DIR/SLUG, each checked by its sha256.',
    run: exportOne,
  },
]
