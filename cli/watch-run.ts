import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '#cli/client.ts'
import { CommandFailure } from '#cli/failure.ts'
import { plain } from '#cli/table.ts'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { RUNS, type RunDetail, RunFrame } from '#lib/contracts/runs.ts'
import { candidateNumber } from '#lib/domain/candidate-number.ts'

const RECONNECT_MS = 500
const PATIENCE = 20
const ENDED: readonly string[] = ['succeeded', 'failed', 'cancelled']

/**
 * Follows a run's live stream until the run has ended, saying each event and count once; a broken stream continues
 * after the last event seen. Returns the run as it ended.
 */
export async function watchRun(client: Client, id: string, say: (text: string) => void): Promise<RunDetail> {
  let run = await client.call(RUNS.get, { id })
  const seen = { cursor: run.cursor, counts: '' }
  for (let silent = 0; !ENDED.includes(run.status); silent++) {
    if (silent > PATIENCE)
      throw new CommandFailure(
        'The live stream keeps ending without an event.',
        addressOf(RUNS.events, { id }),
        `sandmle runs watch ${id}`,
      )
    const before = seen.cursor
    try {
      await readStream(await client.open(addressOf(RUNS.events, { id, after: seen.cursor })), seen, say)
    } catch (error) {
      if (error instanceof CommandFailure && error.code !== 'unreachable') throw error
    }
    await sleep(RECONNECT_MS)
    run = await client.call(RUNS.get, { id })
    // A person may take hours.
    if (seen.cursor !== before || run.status === 'awaiting-input') silent = 0
  }
  return run
}

/** Reads frames until the stream ends or the run does. */
async function readStream(
  response: Response,
  seen: { cursor: string; counts: string },
  say: (text: string) => void,
) {
  if (response.body === null) return
  let rest = ''
  for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + part).replaceAll('\r\n', '\n').split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const frame = frameOf(block)
      if (frame?.kind === 'event') {
        seen.cursor = frame.event.id
        const { level, ordinal, message } = frame.event
        if (level !== 'debug')
          say(`${ordinal === null ? '' : `#${candidateNumber(ordinal)} `}${plain(message)}`)
      } else if (frame?.kind === 'status') {
        const counts = Object.entries(frame.funnel).filter(([, count]) => count > 0)
        const line = `${frame.status}: ${counts.map(([status, count]) => `${count} ${status}`).join(', ')}`
        if (line !== seen.counts) say(line)
        seen.counts = line
        if (frame.terminal) return
      }
    }
  }
}

/** The frame in one block of an event stream; null for keep-alives and kinds that a later server may add. */
export function frameOf(block: string): RunFrame | null {
  const data = block
    .split('\n')
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice(5).trimStart())
  try {
    return RunFrame.safeParse(JSON.parse(data.join('\n'))).data ?? null
  } catch {
    return null
  }
}
