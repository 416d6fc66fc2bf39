import { randomBytes, randomInt } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SandboxBackendName, SandboxJob } from '#lib/domain/ports/sandbox.ts'
import { openSandbox } from '#lib/sandbox/open-sandbox.ts'
import type { OpenedSandbox } from '#lib/sandbox/opened-sandbox.ts'

/**
 * Latency of one step in the sandbox, warm against cold: program and data travel as bytes, the data are new for
 * every step, and each output is collected and checked. Prints one line of JSON, times in milliseconds.
 */

const VENV = join(import.meta.dirname, '../.venv/bin/python3')
const python = process.env.SANDMLE_PYTHON ?? (existsSync(VENV) ? VENV : '/usr/bin/python3')
const CORES = 2
const ROWS = 150
const COUNTS = {
  trivial: { warm: 200, cold: 20 },
  lr: { warm: 100, cold: 8 },
  rf: { warm: 60, cold: 6 },
} as const
type Kind = keyof typeof COUNTS

const PROGRAMS: Record<Kind, string> = {
  trivial: "open('out.txt', 'w').write(open('token.txt').read()[::-1])\n",
  lr: `import pandas as pd
from sklearn.linear_model import LogisticRegression
train = pd.read_csv('train.csv')
x, y = train.drop(columns='y'), train['y']
model = LogisticRegression().fit(x, y)
token = open('token.txt').read()[::-1]
open('out.txt', 'w').write(token)
pd.DataFrame({'p': model.predict_proba(x)[:, 1]}).to_csv('submission.csv', index=False)
`,
  rf: `import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
train = pd.read_csv('train.csv')
x, y = train.drop(columns='y'), train['y']
model = RandomForestClassifier(50, random_state=0).fit(x, y)
p = model.predict_proba(x)[:, 1]
assert roc_auc_score(y, p) > 0.9
open('out.txt', 'w').write(open('token.txt').read()[::-1])
pd.DataFrame({'p': p}).to_csv('submission.csv', index=False)
`,
}

function freshTable(): Buffer {
  const lines = ['a,b,c,d,e,f,y']
  for (let row = 0; row < ROWS; row++) {
    const values = Array.from({ length: 6 }, () => randomInt(1_000_000) / 1e6)
    const label = (values[0] ?? 0) + (values[1] ?? 0) > 1 !== (randomInt(10) === 0) ? 1 : 0
    lines.push([...values, label].join(','))
  }
  return Buffer.from(`${lines.join('\n')}\n`)
}

/** A job of fresh bytes and the check of what must come back. */
function step(kind: Kind): { job: SandboxJob; check: (files: Record<string, Uint8Array>) => void } {
  const token = randomBytes(8).toString('hex')
  const submission = kind === 'trivial' ? [] : [{ path: 'submission.csv', maxBytes: 1 << 20 }]
  const job: SandboxJob = {
    id: `bench-${token}`,
    role: 'solve',
    program: { kind: 'file', path: 'main.py' },
    files: {
      'main.py': Buffer.from(PROGRAMS[kind]),
      'token.txt': Buffer.from(token),
      ...(kind === 'trivial' ? {} : { 'train.csv': freshTable() }),
    },
    collect: [{ path: 'out.txt', maxBytes: 64 }, ...submission],
  }
  const check = (files: Record<string, Uint8Array>) => {
    const got = Buffer.from(files['out.txt'] ?? []).toString()
    if (got !== [...token].reverse().join('')) throw new Error(`${kind}: wrong output ${JSON.stringify(got)}`)
    const lines = Buffer.from(files['submission.csv'] ?? [])
      .toString()
      .trim()
      .split('\n').length
    if (kind !== 'trivial' && lines !== ROWS + 1) throw new Error(`${kind}: ${lines} lines of submission`)
  }
  return { job, check }
}

async function one(sandbox: OpenedSandbox, kind: Kind): Promise<{ ms: number; cpuMs: number }> {
  const { job, check } = step(kind)
  const begin = performance.now()
  const result = await sandbox.run(job)
  const ms = performance.now() - begin
  if (result.status !== 'ok') throw new Error(`${kind}: ${result.status} ${result.stderr}`)
  check(result.files)
  return { ms, cpuMs: result.usage.cpuMs }
}

const round = (value: number): number => Math.round(value * 10) / 10

function quantile(sorted: number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN
}

async function latency(sandbox: OpenedSandbox, backend: SandboxBackendName, kind: Kind) {
  const n = COUNTS[kind][backend]
  await one(sandbox, kind)
  const runs: { ms: number; cpuMs: number }[] = []
  for (let index = 0; index < n; index++) runs.push(await one(sandbox, kind))
  const sorted = runs.map(({ ms }) => ms).sort((a, b) => a - b)
  const cpu = runs.reduce((sum, run) => sum + run.cpuMs, 0) / n
  process.stderr.write(`${kind} ${backend}: ${round(cpu)} ms of processor time a program\n`)
  return { p50: round(quantile(sorted, 0.5)), p95: round(quantile(sorted, 0.95)), n }
}

async function throughput(sandbox: OpenedSandbox): Promise<number> {
  const total = 200
  let started = 0
  const begin = performance.now()
  const lane = async () => {
    while (started++ < total) await one(sandbox, 'trivial')
  }
  await Promise.all(Array.from({ length: CORES }, lane))
  return round((total * 1000) / (performance.now() - begin))
}

async function measure(backend: SandboxBackendName, homeDir: string) {
  const sandbox = await openSandbox({
    pythonDir: join(import.meta.dirname, '../python'),
    interpreter: python,
    homeDir,
    pool: CORES,
    prefer: backend,
  })
  const { capabilities } = sandbox
  if (capabilities.kind === 'refused') throw new Error(`${capabilities.reason}\n${capabilities.fix}`)
  if (capabilities.backend !== backend) throw new Error(`the ${backend} backend is not available here`)
  try {
    return {
      trivial: await latency(sandbox, backend, 'trivial'),
      lr: await latency(sandbox, backend, 'lr'),
      rf: await latency(sandbox, backend, 'rf'),
      jobsPerSecond: backend === 'warm' ? await throughput(sandbox) : 0,
      layers: capabilities.layers,
    }
  } finally {
    await sandbox.close()
  }
}

const homeDir = await mkdtemp(join(tmpdir(), 'sandmle-bench-'))
try {
  const warm = await measure('warm', homeDir)
  const cold = await measure('cold', homeDir)
  const pair = (kind: Kind) => ({ warm: warm[kind], cold: cold[kind] })
  const { jobsPerSecond, layers } = warm
  console.log(
    JSON.stringify({ trivial: pair('trivial'), lr: pair('lr'), rf: pair('rf'), jobsPerSecond, layers }),
  )
} finally {
  await rm(homeDir, { recursive: true, force: true })
}
