import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { PoolState } from '#lib/domain/worker-part.ts'
import { type Place, passPlaces } from '#lib/sandbox/budgets.ts'
import { runnerCommand, warmArgs } from '#lib/sandbox/bwrap-args.ts'
import { type BwrapProcess, startBwrap } from '#lib/sandbox/bwrap-process.ts'
import type { Site } from '#lib/sandbox/site.ts'
import {
  DEATH_NOTICE_MS,
  HEALTHY_MS,
  HOST_START_MS,
  HOST_WAIT_MS,
  RESTART_FIRST_MS,
  RESTART_MAX_MS,
} from '#lib/sandbox/tunables.ts'

export type WarmHostOptions = {
  site: Site
  places: readonly Place[]
  recycleJobs: number
  log: (line: string) => void
}

type State =
  | { kind: 'starting'; ready: Promise<void> }
  | { kind: 'ready' }
  | { kind: 'waiting'; ready: Promise<void>; reason: string }
  | { kind: 'closed' }

/**
 * Keeps one warm host alive: starts it, notices its death, starts it again with growing delays.
 * The host itself dies whole when any of its daemons dies, so there is one thing to watch.
 */
export class WarmHost {
  readonly socketPath: string
  readonly #options: WarmHostOptions
  #state: State = { kind: 'closed' }
  #process: BwrapProcess | null = null
  #delayMs = RESTART_FIRST_MS
  #timer: NodeJS.Timeout | null = null
  #replacing: string | null = null
  #lastFault: string | null = null

  constructor(options: WarmHostOptions) {
    this.#options = options
    this.socketPath = join(options.site.runtime.controlDir, 's')
  }

  /** The process id of bubblewrap, for tests that kill it. */
  get pid(): number | undefined {
    return this.#process?.child.pid
  }

  get serves(): boolean {
    return this.#state.kind === 'ready' && this.#replacing === null
  }

  health(): PoolState {
    const lastFault = this.#lastFault
    if (this.#replacing !== null) return { state: 'stuck', reason: this.#replacing, lastFault }
    if (this.#state.kind === 'waiting') return { state: 'restarting', reason: this.#state.reason, lastFault }
    if (this.#state.kind === 'ready') return { state: 'serving', reason: null, lastFault }
    return { state: 'restarting', reason: 'the sandbox host is starting', lastFault }
  }

  /** Starts the host and waits until it serves. Rejects with the host's own complaint. */
  start(): Promise<void> {
    const ready = this.#launch()
    this.#state = { kind: 'starting', ready }
    return ready
  }

  /** Ends a host that lives and does not serve; the next one starts by itself. Running jobs are lost as `infra`. */
  replace(reason: string): void {
    if (!this.serves) return
    this.#replacing = reason
    this.#process?.child.kill('SIGKILL')
  }

  /** Resolves when the host serves; rejects after `timeoutMs` or when it is closed. */
  async ready(timeoutMs: number): Promise<void> {
    const end = performance.now() + timeoutMs
    while (this.#state.kind !== 'ready') {
      const left = end - performance.now()
      if (this.#state.kind === 'closed' || left <= 0) {
        const reason = this.#state.kind === 'waiting' ? `: ${this.#state.reason}` : ''
        throw new Error(`the warm sandbox host did not serve within ${HOST_WAIT_MS / 1000} s${reason}`)
      }
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, left)
      })
      await Promise.race([this.#state.ready.catch(() => undefined), late])
      clearTimeout(timer)
    }
  }

  /** Gives the death of the host, if it is dying, the time to be noticed. True when the host lives on. */
  async noticeDeath(): Promise<boolean> {
    const child = this.#process?.child
    if (!child || this.#state.kind !== 'ready') return false
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(true), DEATH_NOTICE_MS)
    })
    const dead = once(child, 'exit').then(() => false)
    const lives = await Promise.race([dead, late])
    clearTimeout(timer)
    return lives
  }

  async close(): Promise<void> {
    this.#state = { kind: 'closed' }
    if (this.#timer) clearTimeout(this.#timer)
    const child = this.#process?.child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    await new Promise<void>((resolve) => {
      child.once('exit', () => resolve())
      child.kill('SIGKILL')
    })
  }

  async #launch(): Promise<void> {
    const { site, places, recycleJobs } = this.#options
    await rm(this.socketPath, { force: true })
    const { config, passed, close } = passPlaces(places, recycleJobs)
    const command = runnerCommand(site, 'warm', config)
    const started = startBwrap(site, warmArgs(site), command, passed)
    close()
    this.#process = started
    await announced(started)
    if (this.#state.kind === 'closed') return
    this.#state = { kind: 'ready' }
    const born = performance.now()
    started.child.once('exit', () => this.#restart(performance.now() - born, started.errors()))
  }

  #restart(livedMs: number, complaint: string): void {
    if (this.#state.kind === 'closed') return
    const reason = this.#replacing ?? (complaint || 'it was killed')
    this.#replacing = null
    this.#lastFault = reason
    if (livedMs > HEALTHY_MS) this.#delayMs = RESTART_FIRST_MS
    this.#options.log(`sandbox host ended (${reason}); restart in ${this.#delayMs} ms`)
    const ready = new Promise<void>((resolve, reject) => {
      this.#timer = setTimeout(() => this.#launch().then(resolve, reject), this.#delayMs)
    })
    this.#delayMs = Math.min(this.#delayMs * 2, RESTART_MAX_MS)
    this.#state = { kind: 'waiting', ready, reason }
    ready.catch((error: Error) => this.#restart(0, error.message))
  }
}

/** Resolves at the line `ready`; rejects when the process ends or stays silent. */
function announced({ child, errors }: BwrapProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string) => {
      clearTimeout(timer)
      child.kill('SIGKILL')
      reject(new Error(errors() || reason))
    }
    const timer = setTimeout(() => fail('the sandbox host did not become ready in time'), HOST_START_MS)
    child.once('error', (error) => fail(error.message))
    // `close`, not `exit`: the complaint is complete only when the streams are.
    child.once('close', (code, signal) => fail(`the sandbox host ended with ${signal ?? code}`))
    child.stdout?.once('data', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
