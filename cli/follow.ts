import { setTimeout as sleep } from 'node:timers/promises'
import { CommandFailure } from '#cli/failure.ts'

const EVERY_MS = 500

/** Asks again until `isDone` says so. Throws when `limitMs` is over; the thing itself continues on the server. */
export async function follow<T>(
  ask: () => Promise<T>,
  isDone: (answer: T) => boolean,
  timing: { what: string; where: string; limitMs: number },
): Promise<T> {
  for (let waited = 0; ; waited += EVERY_MS) {
    const answer = await ask()
    if (isDone(answer)) return answer
    if (waited >= timing.limitMs)
      throw new CommandFailure(
        `${timing.what} did not end within ${timing.limitMs / 1000} s; it continues on the server.`,
        timing.where,
        'Ask again later. If nothing moves: sandmle doctor, and see that a worker runs.',
        { code: 'slow' },
      )
    await sleep(EVERY_MS)
  }
}
