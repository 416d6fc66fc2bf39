import { z } from 'zod'
import { archivedOf, changesOf } from '#cli/archive-options.ts'
import type { Client } from '#cli/client.ts'
import type { Call, Command, OptionSpec } from '#cli/command.ts'
import { CommandFailure, EXIT, type ExitCode } from '#cli/failure.ts'
import { plain } from '#cli/table.ts'
import { TRAINING } from '#lib/contracts/curves.ts'

async function editRun(call: Call): Promise<ExitCode> {
  const [id = ''] = call.args
  const pack = call.text('pack')
  const body = changesOf({
    name: call.text('name'),
    archived: archivedOf(call),
    tags: pack === undefined ? undefined : { 'sandmle.pack': pack === 'none' ? null : pack },
  })
  const client = await call.client()
  const run = await client.call(TRAINING.edit, { id, ...body })
  const linked = run.pack === null ? 'no pack' : `${run.pack.slug}@${run.pack.version}`
  call.print(run, () => `${plain(run.name)}  ${linked}${run.archivedAt === null ? '' : '  archived'}`)
  return EXIT.ok
}

/** By number or by name, put away or not. */
async function experimentId(client: Client, name: string): Promise<number> {
  if (
    z
      .string()
      .regex(/^[1-9]\d{0,9}$/)
      .safeParse(name).success
  )
    return Number(name)
  for (const archived of ['none', 'only']) {
    const { experiments } = await client.call(TRAINING.list, { archived })
    const found = experiments.find((one) => one.name === name)
    if (found !== undefined) return found.id
  }
  throw new CommandFailure(`There is no experiment "${name}".`, name, 'sandmle train list')
}

async function editExperiment(call: Call): Promise<ExitCode> {
  const [name = ''] = call.args
  const body = changesOf({ name: call.text('name'), archived: archivedOf(call) })
  const client = await call.client()
  const view = await client.call(TRAINING.editExperiment, { id: await experimentId(client, name), ...body })
  call.print(view, () => `${plain(view.name)}${view.archived ? '  archived' : ''}`)
  return EXIT.ok
}

const EDITS: Readonly<Record<string, OptionSpec>> = {
  name: { type: 'string', value: 'NAME' },
  archive: { type: 'boolean' },
  restore: { type: 'boolean' },
}

export const trainEditCommands: readonly Command[] = [
  {
    words: ['train', 'edit'],
    args: ['RUN'],
    options: { ...EDITS, pack: { type: 'string', value: 'SLUG@VERSION|none' } },
    summary: 'Renames a training run, links its pack, puts it away or brings it back.',
    run: editRun,
  },
  {
    words: ['train', 'edit-experiment'],
    args: ['EXPERIMENT'],
    options: EDITS,
    summary: 'Renames an experiment, puts it away with its runs, or brings both back.',
    run: editExperiment,
  },
]
