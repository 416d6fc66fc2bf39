import type { Call, Command } from '#cli/command.ts'
import { CommandFailure, EXIT, type ExitCode, usageFailure } from '#cli/failure.ts'
import { choiceOption } from '#cli/input-file.ts'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { SIGNALS } from '#lib/contracts/training-signals.ts'
import { ROLLOUT_SPLITS } from '#lib/domain/training.ts'

/** The lines of a streamed answer; the last one may lack its end. */
async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const part of body) {
    const lines = `${rest}${decoder.decode(part, { stream: true })}`.split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}

async function sft(call: Call): Promise<ExitCode> {
  const [runId = ''] = call.args
  const reward = call.text('min-reward')
  const minReward = reward === undefined ? undefined : Number(reward)
  if (minReward !== undefined && (reward?.trim() === '' || !Number.isFinite(minReward)))
    throw usageFailure(`"${reward}" is not a number.`, '--min-reward')
  const split = choiceOption(call, 'split', ROLLOUT_SPLITS)
  const path = addressOf(SIGNALS.sft, {
    id: runId,
    valid: call.flag('invalid-too') ? 'false' : 'true',
    ...(minReward === undefined ? {} : { minReward }),
    ...(split === undefined ? {} : { split }),
  })
  const { body } = await (await call.client()).open(path)
  if (body === null) throw new CommandFailure('The server sent nothing.', `GET ${path}`, 'Try again.')
  let examples = 0
  for await (const line of linesOf(body)) {
    call.around.out(line)
    examples += 1
  }
  call.note(examples === 0 ? 'No rollout with a conversation passes the filter.' : `${examples} examples`)
  return EXIT.ok
}

export const trainSftCommands: readonly Command[] = [
  {
    words: ['train', 'sft'],
    args: ['RUN'],
    options: {
      'min-reward': { type: 'string', value: 'NUMBER' },
      split: { type: 'string', value: ROLLOUT_SPLITS.join('|') },
      'invalid-too': { type: 'boolean' },
    },
    summary: 'Prints conversations of scored rollouts as JSON lines for supervised training.',
    run: sft,
  },
]
