import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Call, Command } from '#cli/command.ts'
import { EXIT, type ExitCode } from '#cli/failure.ts'
import { choiceOption, commaList, integerOption } from '#cli/input-file.ts'
import { runRow } from '#cli/run-rows.ts'
import { facts } from '#cli/table.ts'
import { watchRun } from '#cli/watch-run.ts'
import { api } from '#lib/contracts/api-paths.ts'
import { RunDetail } from '#lib/contracts/runs.ts'
import { CERTIFICATE_KINDS } from '#lib/domain/vocabulary.ts'

const Started = z.union([
  z.looseObject({ id: z.uuid() }).transform(({ id }) => id),
  z.looseObject({ runId: z.uuid() }).transform(({ runId }) => runId),
])

async function generate(call: Call): Promise<ExitCode> {
  const input = {
    name: call.text('name'),
    seeds: commaList(call.text('seeds')),
    candidates: integerOption(call, 'candidates', 1, 500),
    certificate: choiceOption(call, 'certificate', CERTIFICATE_KINDS) ?? 'full',
    runSeed: integerOption(call, 'run-seed', 0, 2 ** 31 - 1),
    submitForReview: call.flag('submit'),
    idempotencyKey: randomUUID(),
  }
  const client = await call.client()
  const id = await client.post(api.runs(), Started, { json: input })
  const run = call.flag('watch')
    ? await watchRun(client, id, call.note)
    : await client.get(api.run(id), RunDetail)
  call.print(runRow(run), () => facts(runRow(run)))
  return run.status === 'failed' || run.status === 'cancelled' ? EXIT.finding : EXIT.ok
}

export const generateCommands: readonly Command[] = [
  {
    words: ['generate'],
    args: [],
    options: {
      candidates: { type: 'string', value: 'N', required: true },
      seeds: { type: 'string', value: 'SLUG,SLUG' },
      certificate: { type: 'string', value: CERTIFICATE_KINDS.join('|') },
      name: { type: 'string', value: 'NAME' },
      'run-seed': { type: 'string', value: 'INTEGER' },
      submit: { type: 'boolean' },
      watch: { type: 'boolean' },
    },
    summary: 'Starts a run from the named seeds, or from all; --submit sends what passes to review.',
    run: generate,
  },
]
