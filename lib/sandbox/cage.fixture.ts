import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import type { SandboxBackendName, SandboxJob, SandboxResult } from '#lib/domain/ports/sandbox.ts'
import { breaches, type Hostile, hostileJob } from '#lib/sandbox/hostile.fixture.ts'
import { openSandbox } from '#lib/sandbox/open-sandbox.ts'
import type { OpenedSandbox } from '#lib/sandbox/opened-sandbox.ts'
import { descendants } from '#lib/sandbox/process-tree.fixture.ts'

const PYTHON = process.env.SANDMLE_PYTHON ?? '/usr/bin/python3'

/** A job's end comes this long after its wall limit at most, on a busy machine; a lost cell takes longer. */
const END_SLACK_MS = 7_000

/** Daemons that come and go by themselves (a canary, a cell that is being made). */
const SPARE_PROCESSES = 4

export function programJob(source: string, more: Partial<SandboxJob> = {}): SandboxJob {
  return {
    id: 'program',
    role: 'solve',
    program: { kind: 'file', path: 'main.py' },
    collect: [],
    ...more,
    files: { 'main.py': Buffer.from(source), ...more.files },
  }
}

/** Process id and start time: ids are used again. */
function identity(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`
  } catch {
    return null
  }
}

const isAlive = (known: string) => identity(Number(known.split(' ')[0])) === known

async function until(holds: () => boolean, timeoutMs: number): Promise<boolean> {
  const end = performance.now() + timeoutMs
  while (!holds()) {
    if (performance.now() > end) return false
    await sleep(50)
  }
  return true
}

/**
 * A sandbox under attack. After a hole was found it is opened again, so that one hole is one red test and not all
 * that follow.
 */
export class Cage {
  readonly backend: SandboxBackendName
  readonly #pool: number
  readonly #honest: number
  readonly #home: string
  readonly #seen = new Set<string>()
  #open: Promise<OpenedSandbox> | null = null
  #quiet = 0

  /** `honest` programs run after each attack. */
  constructor(backend: SandboxBackendName, pool: number, name: string, honest = 1) {
    this.backend = backend
    this.#pool = pool
    this.#honest = honest
    this.#home = join(tmpdir(), `sandmle-${createHash('md5').update(`${name} ${backend}`).digest('hex')}`)
  }

  get home(): string {
    return this.#home
  }

  /** Opens on demand; one that was refused is tried again by the next test. */
  sandbox(): Promise<OpenedSandbox> {
    this.#open ??= this.#start()
    return this.#open
  }

  async run(job: SandboxJob): Promise<SandboxResult> {
    const sandbox = await this.sandbox()
    return sandbox.run(job)
  }

  /** Runs an attack `rounds` times; fails unless every run was held and honest programs still run. */
  async hold(attack: Hostile, rounds = attack.runs ?? 1): Promise<SandboxResult> {
    return this.guarded(async () => {
      let result: SandboxResult | undefined
      for (let round = 0; round < rounds; round++) {
        const begin = performance.now()
        result = await this.run(hostileJob(attack))
        const took = performance.now() - begin
        expect(breaches(attack, result)).toEqual([])
        expect(took).toBeLessThan((attack.limits?.wallMs ?? 8_000) + END_SLACK_MS)
      }
      await this.serves()
      if (!result) throw new Error(`${attack.name} asks for no run`)
      return result
    })
  }

  /** Whatever fails in `body`, the next test meets a new sandbox. */
  async guarded<Value>(body: () => Promise<Value>): Promise<Value> {
    await this.sandbox()
    try {
      return await body()
    } catch (error) {
      await this.close().catch(() => undefined)
      throw error
    }
  }

  /** Honest programs run, one after the other, and nothing is left of whoever was here before. */
  async serves(): Promise<void> {
    for (let index = 0; index < this.#honest; index++) {
      const result = await this.run(
        programJob(`print(${index} + 40)`, { id: 'honest', limits: { wallMs: 5_000 } }),
      )
      expect({ status: result.status, stdout: result.stdout, stderr: result.stderr }).toEqual({
        status: 'ok',
        stdout: `${index + 40}\n`,
        stderr: '',
      })
    }
    const crowd = () => this.#look().length
    const settled = await until(() => crowd() <= this.#quiet + SPARE_PROCESSES, 6_000)
    if (!settled) throw new Error(`${crowd()} processes after the job, ${this.#quiet} before`)
  }

  /** Closes the sandbox; fails when any process that was ever seen below us still lives. */
  async close(): Promise<void> {
    const open = this.#open
    this.#open = null
    if (!open) return
    this.#look()
    const sandbox = await open
    await sandbox.close()
    await until(() => ![...this.#seen].some(isAlive), 6_000)
    expect([...this.#seen].filter(isAlive)).toEqual([])
    this.#seen.clear()
  }

  async #start(): Promise<OpenedSandbox> {
    const sandbox = await openSandbox({
      pythonDir: 'python',
      interpreter: PYTHON,
      homeDir: this.#home,
      pool: this.#pool,
      prefer: this.backend,
    })
    const { capabilities } = sandbox
    if (capabilities.kind === 'refused') {
      this.#open = null
      throw new Error(
        `${capabilities.reason} ${JSON.stringify(capabilities.probes.filter((p) => !p.passed))}`,
      )
    }
    expect(capabilities.backend).toBe(this.backend)
    for (let index = 0; index < 2; index++) await sandbox.run(programJob('print(1)'))
    await sleep(300)
    this.#quiet = descendants(process.pid).length
    return sandbox
  }

  #look(): string[] {
    const now = descendants(process.pid)
      .map(({ pid }) => identity(pid))
      .filter((known) => known !== null)
    for (const known of now) this.#seen.add(known)
    return now
  }
}
