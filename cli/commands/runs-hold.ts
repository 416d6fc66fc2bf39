import { CANDIDATE, candidateOf } from '#cli/candidate-of.ts'
import type { Call, Command } from '#cli/command.ts'
import { EXIT, type ExitCode } from '#cli/failure.ts'
import { inputFile, outputFile, utf8Of } from '#cli/input-file.ts'
import { plain, plainLines } from '#cli/table.ts'
import { CATALOGUE } from '#lib/contracts/catalogue.ts'
import { STEERING } from '#lib/contracts/steering.ts'

const MAX_BYTES = 4_000_000
async function artefact(call: Call): Promise<ExitCode> {
  const { runId, candidate } = await candidateOf(call)
  const client = await call.client()
  const file = call.text('file')
  if (file === undefined) {
    const list = await client.call(STEERING.artefacts, { id: runId, candidateId: candidate.id })
    call.print(list, () => list.files.join('\n'))
    return EXIT.ok
  }
  const view = await client.call(STEERING.artefact, { id: runId, candidateId: candidate.id, file })
  const out = call.text('out')
  if (out === undefined) call.print(view, () => plainLines(view.text.trimEnd()))
  else {
    const to = await outputFile(call, out, Buffer.from(view.text))
    call.print({ ...view, savedAs: to }, () => `${plain(view.file)} was written to ${to}`)
  }
  return EXIT.ok
}

/** Saves a local file over one that a held candidate waits with, as it stands now. */
async function editOne(call: Call): Promise<ExitCode> {
  const { runId, candidate } = await candidateOf(call)
  const client = await call.client()
  const file = call.text('file') ?? ''
  const bytes = await inputFile(call, call.text('from') ?? '', MAX_BYTES)
  const where = { id: runId, candidateId: candidate.id, file }
  const { sha256: expectedSha256 } = await client.call(STEERING.artefact, where)
  const content = utf8Of(bytes, call.text('from') ?? '')
  const view = await client.call(STEERING.editArtefact, { ...where, content, expectedSha256 })
  call.print(view, () => `${plain(view.file)} was saved`)
  return EXIT.ok
}

async function catalogue(call: Call): Promise<ExitCode> {
  const answer = await (await call.client()).call(CATALOGUE.get)
  call.print(answer, () =>
    [
      ...answer.mechanisms.map(
        ({ id, modality, tasks }) => `mechanism ${id}  ${modality}  ${tasks.join(', ')}`,
      ),
      ...answer.domains.map(({ family, id, title }) => `domain ${family}/${id}  ${plain(title)}`),
    ].join('\n'),
  )
  return EXIT.ok
}

export const runsHoldCommands: readonly Command[] = [
  {
    words: ['runs', 'artefact'],
    args: ['RUN'],
    options: {
      ...CANDIDATE,
      file: { type: 'string', value: 'PATH' },
      out: { type: 'string', value: 'LOCAL' },
    },
    summary: 'What a held candidate waits with: its files, or the text of one, into a file with --out.',
    run: artefact,
  },
  {
    words: ['runs', 'edit'],
    args: ['RUN'],
    options: {
      ...CANDIDATE,
      file: { type: 'string', value: 'PATH', required: true },
      from: { type: 'string', value: 'LOCAL', required: true },
    },
    summary:
      'Saves a local file over one that a held candidate waits with, once the engine could compose it.',
    run: editOne,
  },
  {
    words: ['runs', 'catalogue'],
    args: [],
    options: {},
    summary: 'What the engine can make: mechanisms and domains.',
    run: catalogue,
  },
]
