import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { AppError } from '#lib/domain/errors.ts'
import { Answer, type ReadingJob } from '#workers/reading/reader-messages.ts'
import { PATIENCE, type ReadingLimits } from '#workers/reading/reading-limits.ts'

/** Why a reader ended before its file did; `detail` is for the log. */
export class ReaderStopped extends Error {
  readonly why: 'time' | 'memory' | 'fault'
  readonly detail: string
  constructor(why: ReaderStopped['why'], detail: string) {
    super(`the reader stopped: ${why}`)
    this.why = why
    this.detail = detail
  }
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const READABLE = ['lib', 'workers', 'node_modules', 'package.json'].map((name) => `${ROOT}${name}`)
/**
 * Limits that the kernel holds: of memory with its native buffers (-d), of processor time should the worker die (-t),
 * no core dump, and the first to go where a machine runs out of memory.
 */
const LIMITED =
  'ulimit -c 0; ulimit -d "$1"; ulimit -t "$2"; echo 1000 2>/dev/null >/proc/self/oom_score_adj; shift 2; exec "$@"'
const NO_MEMORY =
  /out of memory|allocation failed|failed to allocate|Invalid (?:string|array|typed array) length|maximum size exceeded/i
/** What Node itself sets aside for code and stacks before it has read anything, MiB. */
const RUNTIME_MIB = 560
const DETAIL = 2000
/** Linux counts processor time in hundredths of a second. */
const TICK_MS = 10
const LOOK_MS = 1000

function start(file: string, { heapMiB, memoryMiB, totalMs }: ReadingLimits): ChildProcess {
  const kernel = [String((memoryMiB + RUNTIME_MIB) * 1024), String(Math.ceil(totalMs / 1000))]
  const node = [
    process.execPath,
    `--max-old-space-size=${heapMiB}`,
    // It reads our code and the one file, and can write, start or reach nothing.
    '--permission',
    ...[...READABLE, file].map((path) => `--allow-fs-read=${path}`),
    fileURLToPath(new URL('./reader.ts', import.meta.url)),
  ]
  return spawn('/bin/sh', ['-c', LIMITED, 'reader', ...kernel, ...node], {
    cwd: ROOT,
    env: { NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
  })
}

type Ended = { code: number | null; signal: NodeJS.Signals | null; said: string }

function stoppedBy({ code, signal, said }: Ended): ReaderStopped {
  const detail = `code ${code}, signal ${signal}: ${said}`
  if (signal === 'SIGXCPU') return new ReaderStopped('time', detail)
  const isMemory = signal !== null || code === 134 || NO_MEMORY.test(said)
  return new ReaderStopped(isMemory ? 'memory' : 'fault', detail)
}

/** Time that is left to read a file in all; every reader of it takes from the same. */
export type Clock = { leftMs: number }

/**
 * Reads a stranger's file in a process of its own and gives one thing after the other as they are asked for, so that
 * no more than one is in this process at a time. @throws ReaderStopped over a limit, and AppError for a refused file
 */
export async function* askReader(
  job: ReadingJob,
  limits: ReadingLimits,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<Exclude<Answer, { kind: 'end' | 'refused' | 'failed' }>> {
  signal.throwIfAborted()
  const reader = start(job.file, limits)
  const ended = Promise.withResolvers<Ended>()
  let said = ''
  reader.stderr?.on('data', (piece: Buffer) => {
    said = (said + piece.toString('utf8')).slice(-DETAIL)
  })
  reader.on('error', (error) => ended.resolve({ code: null, signal: null, said: error.message }))
  reader.on('close', (code, by) => ended.resolve({ code, signal: by, said }))
  const stop = () => reader.kill('SIGKILL')
  signal.addEventListener('abort', stop)
  try {
    for (let first = true; ; first = false) {
      const answer = await ask(reader, first ? job : null, ended.promise, limits, clock)
      signal.throwIfAborted()
      if (answer.kind === 'end') return
      if (answer.kind === 'refused') throw new AppError('invalid', answer.message, answer.meta)
      if (answer.kind === 'failed')
        throw new ReaderStopped(NO_MEMORY.test(answer.message) ? 'memory' : 'fault', answer.message)
      yield answer
    }
  } finally {
    signal.removeEventListener('abort', stop)
    stop()
  }
}

/** Processor time of a process so far, in milliseconds; 0 where the system does not say. */
async function processorMs(pid: number | undefined): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const [user = 0, system = 0] = stat.slice(stat.lastIndexOf(')')).split(' ').slice(12, 14).map(Number)
  return (user + system) * TICK_MS
}

/** Resolves once the reader has used `stepMs` of processor time, or has taken `waitMs` by the clock. */
async function timeIsUp(pid: number | undefined, stepMs: number, waitMs: number, signal: AbortSignal) {
  const from = await processorMs(pid)
  const until = performance.now() + waitMs
  for (;;) {
    await sleep(Math.min(LOOK_MS, stepMs, Math.max(0, until - performance.now())), null, { signal })
    if (performance.now() >= until || (await processorMs(pid)) - from >= stepMs) return
  }
}

/** One question and its answer. A reader that takes too long for it is ended. */
async function ask(
  reader: ChildProcess,
  job: ReadingJob | null,
  ended: Promise<Ended>,
  { stepMs }: ReadingLimits,
  clock: Clock,
): Promise<Answer> {
  const answered = Promise.withResolvers<unknown>()
  const done = new AbortController()
  const startedAt = performance.now()
  const waitMs = Math.min(PATIENCE * stepMs, clock.leftMs)
  reader.once('message', answered.resolve)
  reader.send({ job }, () => undefined)
  try {
    const first = await Promise.race([
      answered.promise.then((answer) => ({ answer })),
      ended.then((end) => ({ end })),
      timeIsUp(reader.pid, stepMs, waitMs, done.signal).catch(() => undefined),
    ])
    if (first === undefined)
      throw new ReaderStopped('time', `${Math.round(performance.now() - startedAt)} ms`)
    if ('end' in first) throw stoppedBy(first.end)
    return Answer.parse(first.answer)
  } finally {
    done.abort()
    reader.off('message', answered.resolve)
    clock.leftMs -= performance.now() - startedAt
  }
}
