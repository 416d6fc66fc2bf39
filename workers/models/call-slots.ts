/** At most `limit` at a time for each key; who waits is served in the order of arrival. */
export class CallSlots {
  readonly #limit: number
  readonly #taken = new Map<string, number>()
  readonly #waiting = new Map<string, (() => void)[]>()

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Waits for a slot; the answer gives it back. @throws the reason of `signal`, leaving the queue. */
  async take(key: string, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted()
    const taken = this.#taken.get(key) ?? 0
    if (taken < this.#limit) this.#taken.set(key, taken + 1)
    else await this.#wait(key, signal)
    let isBack = false
    return () => {
      if (!isBack) this.#giveBack(key)
      isBack = true
    }
  }

  #wait(key: string, signal: AbortSignal): Promise<void> {
    const queue = this.#waiting.get(key) ?? []
    this.#waiting.set(key, queue)
    return new Promise((resolve, reject) => {
      const leave = () => {
        queue.splice(queue.indexOf(served), 1)
        reject(signal.reason)
      }
      const served = () => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      queue.push(served)
      signal.addEventListener('abort', leave, { once: true })
    })
  }

  /** The slot goes to the next in the queue, or back. */
  #giveBack(key: string): void {
    const next = this.#waiting.get(key)?.shift()
    if (next) next()
    else this.#taken.set(key, (this.#taken.get(key) ?? 1) - 1)
  }
}
