import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { DEFAULT_LIMITS, type ProbeResult, type SandboxJob, type SandboxLimits } from '#lib/domain/ports/sandbox.ts'
import type { Backend } from '#lib/sandbox/backend.ts'
import type { CellAnswer } from '#lib/sandbox/frames.ts'
import type { Site } from '#lib/sandbox/site.ts'

const PROBE_PROCESSES = 16

function listening(where: { port: 0; host: string } | { path: string }): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', reject)
    server.listen(where, () => resolve(server))
  })
}

/** Plants what an escaped program would find: a port, two sockets, a secret file, a secret in our environment. */
async function plantBait(site: Site) {
  const dir = await mkdtemp(join(site.runtime.dir, 'bait-'))
  const secret = randomBytes(16).toString('hex')
  const answers = join(dir, 'answer.csv')
  await writeFile(answers, `id,label\n1,${secret}\n`, { mode: 0o644 })
  const abstract = `sandmle-${secret}`
  const tcp = await listening({ port: 0, host: '127.0.0.1' })
  const path = await listening({ path: join(dir, 's') })
  const hidden = await listening({ path: `\0${abstract}` })
  const address = tcp.address()
  process.env.SANDMLE_PROBE_SECRET = secret
  return {
    bait: {
      port: typeof address === 'object' && address ? address.port : 0,
      socket: join(dir, 's'),
      abstract,
      files: [answers, '/etc/shadow', '/etc/ssh/sshd_config'],
      secret,
      runtime: [...site.runtime.binds.map(({ target }) => target), site.interpreter.executable],
      processes: PROBE_PROCESSES,
    },
    remove: async () => {
      delete process.env.SANDMLE_PROBE_SECRET
      for (const server of [tcp, path, hidden]) server.close()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

type Trial = { name: string; source: string; limits: Partial<SandboxLimits>; wanted: CellAnswer['status'] }

/** What no probe can see from inside: that the supervisor ends what must be ended, with the right word. */
const TRIALS: Trial[] = [
  {
    name: 'ends-memory-hog',
    source: 'a = [bytearray(b"x" * (1 << 24)) for _ in range(40)]\nimport time\ntime.sleep(5)\n',
    limits: { memoryMB: 256, wallMs: 5_000 },
    wanted: 'memory',
  },
  {
    name: 'ends-endless-loop',
    source: 'import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True: pass\n',
    limits: { wallMs: 150 },
    wanted: 'wall',
  },
  {
    name: 'ends-daemon-with-main',
    source: 'import os, time\nif os.fork() == 0:\n  os.setsid()\n  if os.fork() == 0: time.sleep(30)\n',
    limits: { wallMs: 10_000 },
    wanted: 'ok',
  },
  { name: 'ends-output-flood', source: 'while True: print("x" * 9999)\n', limits: { outputKB: 8 }, wanted: 'output' },
]

function trialJob({ name, source, limits }: Trial): SandboxJob {
  const files = { 'main.py': Buffer.from(source) }
  return { id: `probe-${name}`, role: 'engine', program: { kind: 'file', path: 'main.py' }, files, collect: [], limits }
}

async function runTrial(backend: Backend, trial: Trial): Promise<ProbeResult> {
  const answer = await backend.run(trialJob(trial), { ...DEFAULT_LIMITS, ...trial.limits })
  const passed = answer.status === trial.wanted
  const detail = `${answer.status} in ${Math.round(answer.usage.wallMs)} ms`
  return { name: trial.name, passed, detail: passed ? detail : `${detail}, not ${trial.wanted}: ${answer.stderr}` }
}

async function runBattery(backend: Backend, site: Site): Promise<ProbeResult[]> {
  const { bait, remove } = await plantBait(site)
  try {
    const limits: SandboxLimits = { ...DEFAULT_LIMITS, processes: PROBE_PROCESSES }
    const job: SandboxJob = {
      id: 'probes',
      role: 'engine',
      program: { kind: 'module', name: 'sandmle.sandbox.probes' },
      files: { 'bait.json': Buffer.from(JSON.stringify(bait)) },
      collect: [{ path: 'probes.json', maxBytes: 1 << 20 }],
    }
    const answer = await backend.run(job, limits)
    const report = answer.files['probes.json']
    const failed = `${answer.status}: ${answer.stderr.trim().split('\n').at(-1)}`
    if (answer.status !== 'ok' || !report) return [{ name: 'battery', passed: false, detail: failed }]
    return JSON.parse(Buffer.from(report).toString('utf8')) as ProbeResult[]
  } finally {
    await remove()
  }
}

/** Runs every probe in fresh cells of one backend. All must pass before a backend may be used. */
export async function probeCell(backend: Backend, site: Site): Promise<ProbeResult[]> {
  const inside = await runBattery(backend, site)
  if (inside.length === 1) return inside
  return [...inside, ...(await Promise.all(TRIALS.map((trial) => runTrial(backend, trial))))]
}
