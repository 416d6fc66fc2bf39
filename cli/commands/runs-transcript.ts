import { CANDIDATE, candidateOf } from '#cli/candidate-of.ts'
import type { Client } from '#cli/client.ts'
import type { Call, Command } from '#cli/command.ts'
import { EXIT, type ExitCode, usageFailure } from '#cli/failure.ts'
import { choiceOption } from '#cli/input-file.ts'
import { plainLines } from '#cli/table.ts'
import { EXCHANGES, type ExchangeDetail } from '#lib/contracts/exchanges.ts'
import { formatUsd } from '#lib/domain/model-cost.ts'
import { ROLES } from '#lib/domain/vocabulary.ts'

/** What was said, in the order in which it was asked. */
async function exchangesOf(client: Client, runId: string, candidateId: string): Promise<ExchangeDetail[]> {
  const { exchanges } = await client.call(EXCHANGES.list, { id: runId, candidateId })
  const details: ExchangeDetail[] = []
  for (const { id } of exchanges) details.push(await client.call(EXCHANGES.get, { id }))
  return details
}

function asText({ question, answer, ...facts }: ExchangeDetail): string {
  const { role, repair, turn, model, status, costMicroUsd, error } = facts
  const place = `${role}, attempt ${repair + 1}, turn ${turn + 1}`
  const parts = [
    `=== ${place}: ${model}, ${status}, USD ${formatUsd(costMicroUsd)}`,
    `--- system\n${question.system}`,
    ...question.messages.map(({ role: speaker, text }) => `--- ${speaker}\n${text}`),
    ...(answer === null ? [] : [`--- answer\n${answer}`]),
    ...(error === null ? [] : [`--- error\n${error}`]),
  ]
  return plainLines(parts.join('\n'))
}

async function transcript(call: Call): Promise<ExitCode> {
  const role = choiceOption(call, 'role', ROLES)
  const { runId, candidate } = await candidateOf(call)
  const all = await exchangesOf(await call.client(), runId, candidate.id)
  const wanted = all.filter((one) => role === undefined || one.role === role)
  if (role !== undefined && all.length > 0 && wanted.length === 0)
    throw usageFailure(
      `No model played the ${role} of this candidate.`,
      `--role ${role}`,
      'Leave --role out.',
    )
  call.print(wanted, () =>
    wanted.length === 0
      ? 'The built-in engine made this candidate; no model was asked.'
      : wanted.map(asText).join('\n\n'),
  )
  return EXIT.ok
}

export const runsTranscriptCommands: readonly Command[] = [
  {
    words: ['runs', 'transcript'],
    args: ['RUN'],
    options: { ...CANDIDATE, role: { type: 'string', value: ROLES.join('|') } },
    summary:
      'What models were asked for a candidate, and what they answered; for those who may see judge files.',
    run: transcript,
  },
]
