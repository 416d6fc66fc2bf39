import type { Call, Command } from '#cli/command.ts'
import { CommandFailure, EXIT, type ExitCode, usageFailure } from '#cli/failure.ts'
import { commaList, inputFile } from '#cli/input-file.ts'
import { openCells } from '#cli/pack-run/cells.ts'
import { runSolutions, type SolutionRun } from '#cli/pack-run/run-solutions.ts'
import { plain } from '#cli/table.ts'
import { PACK_LIMITS } from '#lib/packs/archive-limits.ts'
import { runtimeLines } from '#lib/packs/certified-runtimes.ts'
import type { PackIndex } from '#lib/packs/pack-format.ts'
import { readArchive } from '#lib/packs/read-archive.ts'
import { type PackCheck, verifyPack } from '#lib/packs/verify-pack.ts'

/** What one buffer can hold; larger packs are checked unpacked with `sha256sum -c`. */
const PACK_MAX_BYTES = 2 ** 31 - 1

async function verify(call: Call): Promise<ExitCode> {
  const only = call.text('tasks')
  if (only !== undefined && !call.flag('run'))
    throw usageFailure('--tasks names the tasks whose solutions are re-run.', '--tasks', 'Add --run.')
  const zip = await inputFile(call, call.args[0] ?? '', PACK_MAX_BYTES)
  const check = await verifyPack(zip)
  const isSound = check.problems.length === 0
  // Programs of a pack that was changed are not started.
  const runs = call.flag('run') && isSound ? await execute(call, zip, check) : null
  const failed = runs?.filter(({ verdict }) => verdict === 'failed') ?? []
  const ok = isSound && failed.length === 0
  const { index, sha256, files, problems } = check
  const answer = {
    ok,
    sha256,
    files,
    slug: index?.slug ?? null,
    version: index?.version ?? null,
    layout: index?.layout ?? null,
    tasks: index?.tasks.length ?? 0,
    problems,
    runtimes: index?.runtimes ?? null,
    runs,
  }
  call.print(answer, () => describe(check, runs))
  return ok ? EXIT.ok : EXIT.finding
}

async function execute(call: Call, zip: Uint8Array, { index }: PackCheck): Promise<SolutionRun[]> {
  if (index === null) return []
  if (index.layout !== 'sandmle-task')
    throw new CommandFailure(
      `Packs of the layout ${index.layout} ship no solutions, so there is nothing to run.`,
      'pack.json',
      'Leave --run out, or build the pack in the layout sandmle-task.',
    )
  const tasks = chosenTasks(call.text('tasks'), index)
  const { files } = await readArchive(zip, PACK_LIMITS)
  const cells = await openCells(call.around)
  try {
    return await runSolutions(tasks, files, cells, (run) => call.note(line(run)))
  } finally {
    await cells.close()
  }
}

/** All tasks of a pack, or those that were named. */
function chosenTasks(named: string | undefined, { tasks }: PackIndex): string[] {
  const known = tasks.map(({ id }) => id)
  if (named === undefined) return known
  const wanted = commaList(named)
  const unknown = wanted.filter((id) => !known.includes(id))
  if (wanted.length === 0 || unknown.length > 0)
    throw usageFailure(
      unknown.length === 0 ? 'No task is named.' : `The pack has no task ${unknown.map(plain).join(', ')}.`,
      '--tasks',
      `Its tasks are ${known.map(plain).join(', ')}.`,
    )
  return known.filter((id) => wanted.includes(id))
}

const line = ({ task, program, verdict, score, tier, message }: SolutionRun): string =>
  `${verdict.padEnd(14)}  ${plain(task)}/${plain(program)}  ${score === null ? '' : `${score} ${tier}`}  ${plain(message)}`.trimEnd()

function describe(
  { index, sha256, files, problems }: PackCheck,
  runs: readonly SolutionRun[] | null,
): string {
  const changed = problems.map(({ file, message }) => `changed  ${plain(file)} ${plain(message)}`)
  const named = (wanted: SolutionRun['verdict']) => (runs ?? []).filter(({ verdict }) => verdict === wanted)
  const [failed, incomparable] = [named('failed'), named('not-comparable')]
  const title =
    index === null
      ? 'This is not a valid pack.'
      : `${plain(index.slug)} version ${index.version}, ${index.tasks.length} tasks, ${files} files`
  const proven = (runs?.length ?? 0) - failed.length - incomparable.length
  const ran = runs === null ? [] : [`${proven} of ${runs.length} solutions do what the pack says.`]
  if (incomparable.length > 0)
    ran.push(
      `${incomparable.length} cannot be compared: library versions other than the certificate's gave another score. That is not a finding; to check them, run the pack on a runtime that it names.`,
    )
  const verdict =
    problems.length === 0
      ? 'Every byte is as it was packed.'
      : `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}.`
  const certified = runtimeLines(index?.runtimes ?? []).map(plain)
  return [
    title,
    `sha256  ${sha256}`,
    ...certified,
    ...changed,
    ...failed.map(line),
    ...incomparable.map(line),
    verdict,
    ...ran,
  ].join('\n')
}

export const verifyCommand: Command = {
  words: ['pack', 'verify'],
  args: ['FILE'],
  options: { run: { type: 'boolean' }, tasks: { type: 'string', value: 'ID,ID' } },
  summary:
    'Checks every byte of a pack offline; --run also re-runs its solutions, or those of --tasks, isolated and without network. On another runtime than the certified one, scores within 0.1 % pass and others are not-comparable, which ends with exit code 0 like ok.',
  run: verify,
}
