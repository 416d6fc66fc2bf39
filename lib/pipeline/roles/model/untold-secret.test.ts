import { describe, expect, test } from 'vitest'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import type { ModelPlayer } from '#lib/domain/player.ts'
import type { Sandbox, SandboxJob, SandboxResult } from '#lib/domain/ports/sandbox.ts'
import { REJECTION_REASONS } from '#lib/domain/rejection.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { readDataFacts } from '#lib/pipeline/data-facts.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import type { Prompt } from '#lib/pipeline/prompts.ts'
import { filesAsData, shownFiles } from '#lib/pipeline/review/shown-files.ts'
import { answering } from '#lib/pipeline/roles/model/answers.fixture.ts'
import { developByModel } from '#lib/pipeline/roles/model/model-developer.ts'
import { evaluatorByModel } from '#lib/pipeline/roles/model/model-engineer.ts'
import { planByModel } from '#lib/pipeline/roles/model/model-strategist.ts'
import { describeByModel } from '#lib/pipeline/roles/model/model-writer.ts'
import { tellsSecret } from '#lib/pipeline/secret-notations.ts'
import { hintsOf } from '#lib/pipeline/statement/hints.ts'
import { wordingOf } from '#lib/pipeline/statement/story.ts'
import { strategise } from '#lib/pipeline/strategist.ts'
import { secretIn, underSecret, wordsOf } from '#lib/pipeline/task-secret.ts'

const SECRET = 'd3adb33f0badc0de5eed5eedcafef00d'
const encode = (text: string) => new TextEncoder().encode(text)
const decode = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes)
const PLAYER: ModelPlayer = {
  kind: 'model',
  connectionId: '01a208d2-be60-74ab-9b5c-6f53eba29461',
  model: 'a-model',
  temperature: null,
  maxOutputTokens: 4000,
}
/** A question that holds every value which the role gives. */
const prompt = (names: readonly string[]): Prompt => ({
  version: 'v1',
  system: 'S',
  question: names.map((name) => `{{${name}}}`).join('\n'),
  hash: 'a'.repeat(64),
})

const spec: Spec = strategise(makeDna(), CATALOGUE, DOMAINS, {
  runSeed: 7,
  likeness: 'varied',
  ordinal: 2,
  secret: SECRET,
  reasons: [],
})

/** What a program that wants its secret out prints of it: any function of it at all, these among them. */
function leaked(secret: string): string {
  const words = wordsOf(secret)
  const bytes = Buffer.from(secret, 'hex')
  const masked = Buffer.from(bytes.map((byte) => byte ^ 0x5a))
  return [
    secret,
    secret.toUpperCase(),
    bytes.toString('base64'),
    Buffer.from(bytes).reverse().toString('hex'),
    words.join(' '),
    `[${words.join(', ')}]`,
    BigInt(`0x${secret}`).toString(),
    `masked ${masked.toString('hex')}`,
    `rotated ${[...secret].map((digit) => ((Number.parseInt(digit, 16) + 5) % 16).toString(16)).join('')}`,
    `plus one ${words.map((word) => word + 1).join(',')}`,
  ].join('\n')
}
/** Functions of the secret that no list of notations has. */
const MASKS = leaked(SECRET)
  .split('\n')
  .slice(-3)
  .map((line) => line.split(' ').at(-1) ?? '')

const secretOfJob = (job: SandboxJob): string | null => {
  const plan = job.files['spec.json']
  if (plan !== undefined) return (JSON.parse(decode(plan)) as Spec).secret
  return secretIn(decode(job.files['generate.py']))
}

/** A sandbox whose programs say all that they know, in logs, reports, names and tables. `ends` tells how a job ends. */
function talkative(ends: (job: SandboxJob) => SandboxResult['status']): {
  sandbox: Sandbox
  secrets: Set<string>
} {
  const secrets = new Set<string>()
  const run = async (job: SandboxJob): Promise<SandboxResult> => {
    const secret = secretOfJob(job)
    if (secret !== null) secrets.add(secret)
    const answers = decode(job.files['judge/answer.csv'] ?? job.files['agent/train.csv'])
    const said = `${secret === null ? '' : leaked(secret)}\n${answers}`
    return {
      status: ends(job),
      code: 1,
      stdout: said,
      stderr: said,
      truncated: false,
      files: { ...dataOf(secret ?? SECRET), ...reportOf(said), 'submission.csv': encode('id\n') },
      refused: {},
      usage: { wallMs: 1, cpuMs: 1, maxRssMB: 1 },
      sandbox: { backend: 'cold', layers: [], memoryCap: 'watchdog', policyHash: '', runtimeHash: '' },
    }
  }
  const capabilities = { kind: 'refused', reason: 'in a test', fix: '', probes: [] } as const
  const health = () => ({ state: 'refused', reason: 'in a test', lastFault: null }) as const
  return { sandbox: { capabilities, run, health, close: async () => undefined }, secrets }
}
const failing = (gate: string, id: string, message: string) => ({
  gate,
  id,
  of: null,
  value: null,
  holds: false,
  against: null,
  message,
  anchor: null,
})
const reportOf = (message: string) => ({
  'measurements.json': encode(
    JSON.stringify({
      measurements: [failing('data-contract', 'columns', message), failing('evaluator', 'runs', message)],
    }),
  ),
  'out/rule.md': encode(message),
  'out/solutions.json': encode('{"format":"sandmle-solutions/1","solutions":[]}'),
})
/** Data whose every cell is the secret; the agent's and the judge's. */
function dataOf(secret: string): Record<string, Uint8Array> {
  const names = spec.columns.filter(({ table }) => table === 'main').map(({ name }) => name)
  const cells = [secret.toUpperCase(), ...wordsOf(secret).map(String)]
  const row = (at: number, width: number) =>
    [
      `${secret.slice(0, 6)}${String(at).padStart(4, '0')}`,
      ...Array.from({ length: width }, (_, n) => cells[n % 5]),
    ].join(',')
  const rows = (count: number, width: number) =>
    Array.from({ length: count }, (_, at) => row(at, width)).join('\n')
  const target = spec.target.name
  return {
    'data/agent/train.csv': encode(
      `id,${names.join(',')},${target}\n${rows(spec.rows.train, names.length + 1)}\n`,
    ),
    'data/agent/test.csv': encode(`id,${names.join(',')}\n${rows(spec.rows.test, names.length)}\n`),
    'data/agent/sample_submission.csv': encode(`id,${target}\n${rows(spec.rows.test, 1)}\n`),
    'data/judge/answer.csv': encode(`id,${target}\n${rows(spec.rows.test, 1)}\n`),
    'data/judge/oracle.csv': encode(`id,${target}\n${rows(spec.rows.test, 1)}\n`),
    'data/judge/latent_train.csv': encode('id,z1\n'),
    'data/judge/latent_test.csv': encode('id,z1\n'),
  }
}
const below = (files: Record<string, Uint8Array>) =>
  Object.fromEntries(Object.entries(files).map(([path, bytes]) => [path.replace('data/', ''), bytes]))

function expectUntold(model: ReturnType<typeof answering>): void {
  expect(model.asked.length).toBeGreaterThan(0)
  for (const asked of model.asked) {
    const sent = JSON.stringify(asked)
    expect(tellsSecret(sent, SECRET)).toBe(false)
    expect(MASKS.filter((mask) => sent.includes(mask))).toEqual([])
  }
}

const PROGRAMS = [
  '```python generate.py\nSECRET = [0, 0, 0, 0]\nprint(SECRET)\n```',
  '```markdown rule.md\nA rule.\n```',
  '```python engineered.py\npass\n```',
  '```python reference.py\npass\n```',
].join('\n')
const role = (names: readonly string[]) => ({ player: PLAYER, prompt: prompt(names), repair: 0 })

test('the check itself sees what is told', () => {
  expect(tellsSecret(leaked(SECRET), SECRET)).toBe(true)
})

describe('whatever a program makes of its secret, no provider is sent it', () => {
  const failing = ['compose', 'generate-1', 'generate-2', 'inspect', 'solve', 'none'] as const

  test.each(failing)('by the developer, where %s fails', async (job) => {
    const { sandbox, secrets } = talkative(({ id }) => (id.startsWith(job) ? 'nonzero' : 'ok'))
    const model = answering(PROGRAMS)
    await developByModel({ sandbox }, model, role(['spec', 'rule', 'classes']), spec)
    expectUntold(model)
    expect(secrets.size).toBeGreaterThan(0)
  })

  test.each(['nonzero', 'ok'] as const)('by the strategist, whose invention ends %s', async (status) => {
    const { sandbox } = talkative(() => status)
    const { secret: _, format: __, ...plan } = spec
    const model = answering(JSON.stringify(plan))
    const brief = {
      dna: makeDna(),
      seedText: 'Bees.',
      catalogue: CATALOGUE,
      domains: DOMAINS,
      ordinal: 2,
      likeness: 'varied' as const,
      secret: SECRET,
      refused: REJECTION_REASONS.filter((reason) =>
        ['shortcut', 'cannot-compose', 'broken', 'no-usable-answer'].includes(reason),
      ).map((reason) => ({ reason, message: leaked(SECRET), spec })),
    }
    const names = ['dna', 'seed', 'mechanisms', 'metrics', 'domains', 'ordinal', 'refused']
    await planByModel({ sandbox }, model, role(names), brief)
    expectUntold(model)
  })

  test.each(['nonzero', 'ok'] as const)('by the engineer, whose evaluator ends %s', async (status) => {
    const { sandbox } = talkative(({ id }) => (id.startsWith('evaluator') ? status : 'ok'))
    const model = answering('```python evaluator.py\nprint(open("answer.csv").read())\n```')
    const generator = underSecret('SECRET = [0, 0, 0, 0]\n', SECRET) ?? ''
    const files = { ...below(dataOf(SECRET)), 'judge/generate.py': encode(generator) }
    const level = { value: 0.5, low: 0.4, high: 0.6 }
    const thresholds = { median: level, bronze: level, silver: level, gold: level }
    const { modality, task, metric, target } = spec
    const shape = {
      modality,
      task,
      metric,
      target: target.name,
      classes: null,
      submissionColumns: [target.name],
      rows: spec.rows,
    }
    const names = [
      'metric',
      'direction',
      'submission',
      'header',
      'classes',
      'target',
      'thresholds',
      'answer',
      'sample',
    ]
    await evaluatorByModel({ sandbox }, model, role(names), { shape, thresholds, files })
    expectUntold(model)
  })

  test('by the writer, from ids, cells and summaries of the data', async () => {
    const model = answering('```markdown description.md\nToo short.\n```')
    const facts = readDataFacts(spec, below(dataOf(SECRET)))
    const names = ['story', 'columns', 'facts', 'sample', 'metric', 'hints']
    const domain = DOMAINS.find(({ id }) => id === spec.domain.id)
    if (domain === undefined) throw new Error('no domain')
    const hints = hintsOf({ spec, domain }, CATALOGUE, wordingOf(spec))
    await describeByModel(model, role(names), { spec, facts, hints })
    expectUntold(model)
  })

  test.each([
    ['its own line', 'SECRET = [0, 0, 0, 0]\n', true],
    ['another form', 'SECRET=[0,0,0,0]\n', false],
  ])('by the reviewer, with the secret in %s', (_name, line, isShown) => {
    const program = underSecret(line, SECRET) ?? `SECRET = (${wordsOf(SECRET).join(',')})\n`
    const files = {
      ...below(dataOf(SECRET)),
      'agent/description.md': encode('# Task\n'),
      'judge/generate.py': encode(program),
      'judge/rule.md': encode(`The key is ${SECRET.toUpperCase()}.\n`),
    }
    const shown = shownFiles(isShown ? files : { ...files, 'judge/rule.md': encode('A rule.\n') })
    const sent = filesAsData(shown)
    expect(tellsSecret(sent, SECRET)).toBe(false)
    expect(shown.some(({ path }) => path === 'judge/generate.py')).toBe(isShown)
    expect(sent).toContain('# Task')
  })
})
