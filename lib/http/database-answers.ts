import { setTimeout as sleep } from 'node:timers/promises'
import { sawDatabase } from '#lib/http/health-around.ts'
import { services } from '#lib/http/services.ts'

/** One question serves all pages of so long. */
const FRESH_MS = 500
/** A page waits no longer than this to learn that there is nothing to wait for. */
const ANSWER_MS = 3_000

let asked: { at: number; answer: Promise<boolean> } | null = null

async function ask(): Promise<boolean> {
  const answers = services().db.$queryRaw`select 1`.then(
    () => true,
    () => false,
  )
  const answer = await Promise.race([answers, sleep(ANSWER_MS, false, { ref: false })])
  sawDatabase(answer)
  return answer
}

/** Whether the database answers, for pages: they cannot choose their status once they are being built. */
export function databaseAnswers(): Promise<boolean> {
  const now = performance.now()
  if (asked === null || now - asked.at > FRESH_MS) asked = { at: now, answer: ask() }
  return asked.answer
}
