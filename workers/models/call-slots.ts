import { Slots } from '#lib/domain/slots.ts'

/** At most `limit` at a time for each key; who waits is served in the order of arrival. */
export class CallSlots {
  readonly #limit: number
  readonly #byKey = new Map<string, Slots>()

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Waits for a slot; the answer gives it back. @throws the reason of `signal`, leaving the queue. */
  async take(key: string, signal: AbortSignal): Promise<() => void> {
    const slots = this.#byKey.get(key) ?? new Slots(this.#limit)
    this.#byKey.set(key, slots)
    return (await slots.take(signal)).giveBack
  }
}
