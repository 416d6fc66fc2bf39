import { Agent } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { attacksOf, sendAttack } from '#bench/stranger-attacks.ts'

/** Requests on their way at once; what does not fit is counted as not sent, as a flood from one machine is. */
const MOST_OPEN = 500
const TICK_MS = 20

type Order = { origin: string; kind: string; seconds: number }

/** Sends so many requests a second, whether answers come or not; gives how often which status came. */
async function flood({ origin, kind, seconds }: Order): Promise<Record<string, number>> {
  const attack = attacksOf(origin)[kind]
  if (attack === undefined) throw new Error(`There is no attack ${kind}.`)
  const agent = new Agent({ keepAlive: true, maxSockets: MOST_OPEN })
  const counts: Record<string, number> = {}
  const note = (name: string) => {
    counts[name] = (counts[name] ?? 0) + 1
  }
  const started = performance.now()
  let [due, open] = [0, 0]
  for (let at = 0; at < seconds * 1000; at = performance.now() - started) {
    for (; due <= (at / 1000) * attack.rate; due++) {
      if (open >= MOST_OPEN) note('not sent')
      else {
        open++
        void sendAttack(agent, origin, attack.make()).then((status) => {
          open--
          note(String(status))
        })
      }
    }
    await sleep(TICK_MS)
  }
  agent.destroy()
  return counts
}

parentPort?.postMessage(await flood(workerData as Order))
