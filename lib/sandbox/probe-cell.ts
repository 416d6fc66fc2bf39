import {
  DEFAULT_LIMITS,
  type ProbeResult,
  type SandboxJob,
  type SandboxLimits,
} from '#lib/domain/ports/sandbox.ts'
import type { Backend } from '#lib/sandbox/backend.ts'
import type { Bait } from '#lib/sandbox/bait.ts'
import type { CellAnswer } from '#lib/sandbox/frames.ts'

const PROBE_PROCESSES = 16

/** A start on a machine under heavy load must not look like an open wall. */
const PATIENT: SandboxLimits = { ...DEFAULT_LIMITS, wallMs: 60_000, cpuS: 60 }

type Trial = { name: string; source: string; limits: Partial<SandboxLimits>; wanted: CellAnswer['status'] }

/** What no probe can see from inside: that the supervisor ends what must be ended, with the right word. */
const TRIALS: Trial[] = [
  {
    name: 'ends-memory-hog',
    source: 'a = [bytearray(b"x" * (1 << 24)) for _ in range(40)]\nimport time\ntime.sleep(60)\n',
    limits: { memoryMB: 256 },
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
    source: 'import os, time\nif os.fork() == 0:\n  os.setsid()\n  if os.fork() == 0: time.sleep(600)\n',
    limits: {},
    wanted: 'ok',
  },
  {
    name: 'ends-output-flood',
    source: 'while True: print("x" * 9999)\n',
    limits: { outputKB: 8 },
    wanted: 'output',
  },
]

function trialJob({ name, source, limits }: Trial): SandboxJob {
  const files = { 'main.py': Buffer.from(source) }
  return {
    id: `probe-${name}`,
    role: 'engine',
    program: { kind: 'file', path: 'main.py' },
    files,
    collect: [],
    limits,
  }
}

/** A cell that did not start says nothing about walls, good or bad: it is asked once more. */
async function answerOf(backend: Backend, job: SandboxJob, limits: SandboxLimits): Promise<CellAnswer> {
  const answer = await backend.run(job, limits)
  return answer.status === 'infra' ? backend.run(job, limits) : answer
}

/** What a cell said last; a reason that is missing must not read like an empty one. */
const lastLine = (stderr: string): string => stderr.trim().split('\n').at(-1) || 'the cell gave no reason'

async function runTrial(backend: Backend, trial: Trial): Promise<ProbeResult> {
  const answer = await answerOf(backend, trialJob(trial), { ...PATIENT, ...trial.limits })
  const passed = answer.status === trial.wanted
  const detail = `${answer.status} in ${Math.round(answer.usage.wallMs)} ms`
  return {
    name: trial.name,
    passed,
    detail: passed ? detail : `${detail}, not ${trial.wanted}: ${lastLine(answer.stderr)}`,
  }
}

async function runBattery(backend: Backend, bait: Bait): Promise<ProbeResult[]> {
  const limits: SandboxLimits = { ...PATIENT, processes: PROBE_PROCESSES }
  const told = { ...bait, processes: PROBE_PROCESSES }
  const job: SandboxJob = {
    id: 'probes',
    role: 'engine',
    program: { kind: 'module', name: 'sandmle.sandbox.probes' },
    files: { 'bait.json': Buffer.from(JSON.stringify(told)) },
    collect: [{ path: 'probes.json', maxBytes: 1 << 20 }],
  }
  const answer = await answerOf(backend, job, limits)
  const report = answer.files['probes.json']
  if (answer.status === 'ok' && report)
    return JSON.parse(Buffer.from(report).toString('utf8')) as ProbeResult[]
  const detail = `${answer.status}: ${lastLine(answer.stderr)}`
  return [{ name: 'battery', passed: false, detail }]
}

/** Runs every probe in fresh cells of one backend. All must pass before a backend may be used. */
export async function probeCell(backend: Backend, bait: Bait): Promise<ProbeResult[]> {
  const inside = await runBattery(backend, bait)
  if (inside.length === 1) return inside
  return [...inside, ...(await Promise.all(TRIALS.map((trial) => runTrial(backend, trial))))]
}
