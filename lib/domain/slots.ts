/** As many jobs at once as there are places, in arrival order; the rest wait here. */
export class Slots {
  readonly #free: number[]
  #waiting: ((place: number) => void)[] = []

  constructor(count: number) {
    this.#free = Array.from({ length: count }, (_, index) => count - 1 - index)
  }

  /** Runs `work` with a free place. Rejects with the signal's reason when it aborts while waiting. */
  async with<T>(work: (place: number) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const { place, giveBack } = await this.take(signal)
    try {
      return await work(place)
    } finally {
      giveBack()
    }
  }

  /** A free place, for as long as its holder wants; given back once, however often it is called. */
  async take(signal?: AbortSignal): Promise<{ place: number; giveBack: () => void }> {
    const place = await this.#take(signal)
    let isBack = false
    const giveBack = () => {
      if (!isBack) this.#giveBack(place)
      isBack = true
    }
    return { place, giveBack }
  }

  #giveBack(place: number): void {
    const next = this.#waiting.shift()
    if (next) next(place)
    else this.#free.push(place)
  }

  #take(signal?: AbortSignal): Promise<number> {
    signal?.throwIfAborted()
    const place = this.#free.pop()
    if (place !== undefined) return Promise.resolve(place)
    return new Promise((resolve, reject) => {
      const start = (given: number) => {
        signal?.removeEventListener('abort', leave)
        resolve(given)
      }
      const leave = () => {
        this.#waiting = this.#waiting.filter((other) => other !== start)
        reject(signal?.reason)
      }
      this.#waiting.push(start)
      signal?.addEventListener('abort', leave, { once: true })
    })
  }
}
